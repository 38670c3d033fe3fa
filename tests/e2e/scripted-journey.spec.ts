import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type FrameLocator, type Page, test } from '@playwright/test';
import { heatMapApp, heatMapFollowUp } from '#emulators/messages-api/scenarios/heat-map-app.ts';
import { formatUsd } from '#lib/client/format.ts';
import { newestBuild, newestLog } from './build-log.ts';
import { appFrame, ask, conversation, expectVersion, signInByLink, startApp } from './builder-page.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';
import { askWarehouse } from './truth.ts';

const PROMPT = 'A heat map of orders by month and region, with what changed in words above it';
/** Everything that an agent could read: its surroundings, those of its neighbours, and its own files. */
const LOOK_FOR_KEYS = [
  '{ env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n"; ls -la /run /run/* /tmp;',
  'grep -rIh "sk-ant" /workspace/.home /workspace/.agent /run /tmp 2>/dev/null; } | cut -c1-300 | sed "s/^/seen: /"',
].join(' ');

test.describe.configure({ mode: 'serial' });

let scripted: ScriptedInstance;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  scripted = await startScriptedInstance('scripted', { GLASSWORKS_LOG_LEVEL: 'debug' });
  page = await browser.newPage();
  await signInByLink(page, scripted.instance.link ?? '');
});
test.afterAll(async () => {
  await page?.close();
  await scripted?.close();
});

test('a model writes what the demo could not, and mends what the type check finds', async () => {
  scripted.api.setTurns([{ tools: [{ name: 'Bash', input: { command: LOOK_FOR_KEYS, description: 'Look around' } }] }, ...heatMapApp()]);
  await startApp(page, PROMPT);
  await expect(conversation(page)).toContainText('The agent mends it (try 1 of 2).', { timeout: 120_000 });
  const frame = await expectVersion(page, 1);
  await expect(frame.getByRole('heading', { name: 'What changed' })).toBeVisible();
  await expect(conversation(page)).toContainText('A width was written as a text. It is a number now, and the check passes.');
  const log = await newestLog(page);
  const typeChecks = log.flatMap((event) => (event.kind === 'check' && event.name === 'types' ? [event] : []));
  expect(typeChecks.map(({ status }) => status)).toEqual(['failed', 'passed']);
  expect(typeChecks[0]?.message).toContain('heat-map.tsx');
  expect(scripted.api.refused).toEqual([]);
});

test('every cell of the heat map is what SQL says', async () => {
  const cells = await heatMapCells(appFrame(page));
  const truth = await askWarehouse(
    scripted.instance.dataDir,
    'retail.duckdb',
    `SELECT r.region_name AS region, strftime(date_trunc('month', o.order_date), '%b %Y') AS month, count(*)::INTEGER AS orders
     FROM orders o JOIN customers c USING (customer_id) JOIN regions r USING (region_id)
     WHERE date_trunc('month', o.order_date) IN
       (SELECT DISTINCT date_trunc('month', order_date) AS month FROM orders ORDER BY month DESC LIMIT 12)
     GROUP BY ALL`,
  );
  expect(truth.length).toBeGreaterThan(12);
  const expected = truth.map(({ region, month, orders }) => `${region}, ${month}: ${Number(orders).toLocaleString('en-US')}`);
  expect(cells.toSorted()).toEqual(expected.toSorted());
});

async function heatMapCells(frame: FrameLocator): Promise<string[]> {
  const cells = frame.getByRole('table', { name: 'Heat map' }).locator('[data-heat]');
  await expect(cells.first()).toBeVisible();
  const titles = await cells.evaluateAll((list) => list.map((cell) => cell.getAttribute('title') ?? ''));
  return titles.filter((title) => !title.endsWith(': 0'));
}

test('what the model cost is on the page', async () => {
  const { usage } = await newestBuild(page);
  expect(usage.modelUsd).toBeGreaterThan(0);
  expect(usage.outputTokens).toBeGreaterThan(2000);
  await expect(conversation(page)).toContainText(`${formatUsd(usage.modelUsd)} · `);
});

test('a follow-up goes on in the same conversation and makes version 2', async () => {
  scripted.api.setTurns(heatMapFollowUp());
  await ask(page, 'say in the subtitle what the colours mean');
  const frame = await expectVersion(page, 2);
  await expect(frame.getByText('The darker, the more orders')).toBeVisible();
  await expect(frame.getByRole('table', { name: 'Heat map' })).toBeVisible();
  const last = scripted.api.requests.findLast(({ raw }) => raw.includes('say in the subtitle'));
  expect(last?.raw).toContain(PROMPT);
});

test("the model's key is in no sandbox, event, log or file", async () => {
  const { api, instance } = scripted;
  const seen = api.requests.map(({ raw }) => raw);
  expect(
    seen.some((raw) => raw.includes('ANTHROPIC_AUTH_TOKEN=')),
    'the agent saw its surroundings',
  ).toBe(true);
  expect(seen.filter((raw) => raw.includes(api.apiKey))).toEqual([]);
  expect(JSON.stringify(await newestLog(page))).not.toContain(api.apiKey);
  expect(await page.content()).not.toContain(api.apiKey);
  expect(instance.output()).not.toContain(api.apiKey);
  expect(filesWith(instance.dataDir, api.apiKey)).toEqual([]);
});

/** Files below a folder that hold these bytes, the database's own among them; links and sockets are left out. */
function filesWith(folder: string, needle: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (!existsSync(path)) return []; // gone since it was listed
    const found = lstatSync(path);
    if (found.isDirectory()) return filesWith(path, needle);
    return found.isFile() && readFileSync(path).includes(needle) ? [path] : [];
  });
}
