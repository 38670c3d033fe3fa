import { copyFileSync, mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { list } from 'tar';
import {
  appFrame,
  ask,
  expectNothingAwaited,
  expectVersion,
  signInByLink,
  startApp,
  tableRows,
  tileValue,
  turnOf,
} from './builder-page.ts';
import { type Instance, startInstance } from './instance.ts';
import { askWarehouse } from './truth.ts';

const PROMPT = 'Revenue and orders by month, split by region, with a table of the top customers';
const FOLLOW_UP = 'make it a stacked bar and add a filter for region';

test.describe.configure({ mode: 'serial' });

let instance: Instance;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  instance = await startInstance('demo');
  page = await (await browser.newContext()).newPage();
});
test.afterAll(async () => {
  await page?.close();
  await instance?.stop();
});

test('a first start says what is on, what is missing and how to change it', () => {
  expect(instance.output()).toContain('No model key: the demo model is used');
  expect(instance.output()).toContain('Sign in as admin@example.com');
  expect(instance.output()).not.toMatch(/password:/i);
});

test('the one-time link signs in once', async ({ browser }) => {
  await signInByLink(page, instance.link ?? '');
  const other = await browser.newPage();
  await other.goto(instance.link ?? '');
  await other.getByRole('button', { name: 'Sign in with this link' }).click();
  await expect(other.getByRole('alert').filter({ hasText: 'used before' })).toBeVisible();
  await other.close();
});

test('a sentence becomes a running app with numbers that are right', async () => {
  await startApp(page, PROMPT);
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText(PROMPT);
  const frame = await expectVersion(page, 1);

  const [totals] = await askWarehouse(
    instance.dataDir,
    'retail.duckdb',
    'SELECT count(*)::INTEGER AS orders, sum(order_total)::DOUBLE AS revenue FROM orders',
  );
  const orders = Number(totals?.orders);
  expect(orders).toBeGreaterThan(50_000);
  expect(await tileValue(frame, 'Orders')).toBe(orders.toLocaleString('en-US'));
  expect(await tileValue(frame, 'Revenue')).toBe(`$${(Number(totals?.revenue) / 1e6).toFixed(1)}M`);

  const best = await askWarehouse(
    instance.dataDir,
    'retail.duckdb',
    `SELECT c.customer_name AS name, sum(o.order_total)::DOUBLE AS revenue FROM orders o JOIN customers c USING (customer_id)
     GROUP BY ALL ORDER BY revenue DESC LIMIT 3`,
  );
  const rows = await tableRows(frame, 'Top');
  for (const [index, { name, revenue }] of best.entries()) {
    expect(rows[index]?.slice(0, 2)).toEqual([String(name), `$${Math.round(Number(revenue)).toLocaleString('en-US')}`]);
  }
  await expect(frame.locator('svg.recharts-surface').first()).toBeVisible();
});

test('a follow-up changes the chart, adds a filter, and makes version 2', async () => {
  await ask(page, FOLLOW_UP);
  await takePicture(turnOf(page, FOLLOW_UP));
  const frame = await expectVersion(page, 2);
  await expect(frame.locator('.recharts-bar-rectangle').first()).toBeVisible();
  const before = await tileValue(frame, 'Orders');
  await frame
    .getByRole('combobox', { name: /region/i })
    .or(frame.getByLabel(/region/i))
    .first()
    .click();
  await frame.getByRole('option', { name: 'East' }).click();
  await expect.poll(() => tileValue(frame, 'Orders')).not.toBe(before);
  const [east] = await askWarehouse(
    instance.dataDir,
    'retail.duckdb',
    `SELECT count(*)::INTEGER AS orders FROM orders o JOIN customers c USING (customer_id) JOIN regions r USING (region_id) WHERE r.region_name = 'East'`,
  );
  await expect.poll(() => tileValue(frame, 'Orders')).toBe(Number(east?.orders).toLocaleString('en-US'));
  await page.screenshot({ path: 'test-results/builder-follow-up.png' });
});

/** The README's picture: the builder at work, with the app of the last version beside it. */
async function takePicture(turn: Locator): Promise<void> {
  await expect(turn.getByText('Writing the app')).toBeVisible();
  await expect(turn.getByText(/as a stacked bar chart/).first()).toBeVisible();
  mkdirSync('test-results', { recursive: true });
  await page.screenshot({ path: 'test-results/builder.png' });
  if (process.env.UPDATE_SCREENSHOT !== '1') return;
  mkdirSync('docs/images', { recursive: true });
  copyFileSync('test-results/builder.png', 'docs/images/builder.png');
}

test('version 1 comes back as a new version, and the old ones stay', async () => {
  await page.getByRole('button', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await expect(page.getByRole('listitem', { name: 'Version 3' })).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'Version 2' })).toBeVisible();
  await expect(appFrame(page).locator('.recharts-line-curve').first()).toBeVisible();
});

test('no page has a finding of the accessibility checker, in light and in dark', async () => {
  const builder = new URL(page.url()).pathname;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of ['/', '/projects', '/settings', builder]) {
      await page.goto(instance.url + path);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByRole('heading').first()).toBeVisible();
      await expectNothingAwaited(page);
      const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
      const findings = violations.map(
        ({ id, nodes }) => `${path} in ${colorScheme}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
      );
      expect(findings).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
});

test('the source of a version downloads as an ordinary Vite project', async () => {
  const waiting = page.waitForEvent('download');
  await page.getByLabel('Download source').click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/\.tar\.gz$/);
  const names: string[] = [];
  await list({ file: await download.path(), onReadEntry: (entry) => names.push(entry.path.replace(/^[^/]+\//, '')) });
  expect(names).toEqual(expect.arrayContaining(['package.json', 'vite.config.ts', 'index.html', 'src/App.tsx']));
  expect(names.some((name) => name.includes('node_modules'))).toBe(false);
});

test('a second project, from another dbt folder, goes the same way', async () => {
  const { samples } = await import('../../examples/samples.ts');
  const bikes = samples.find((sample) => sample.id === 'bikeshare');
  if (!bikes) throw new Error('the bike share sample is missing');
  await bikes.generate(`${instance.dataDir}/samples/${bikes.warehouseFile}`);
  await page.goto(`${instance.url}/projects`);
  await page.getByRole('button', { name: 'Add a project' }).first().click();
  const form = page.getByRole('dialog', { name: 'Add a project' });
  await form.getByLabel('Name').fill('Bikes');
  await form.getByRole('textbox', { name: 'Folder', exact: true }).fill(bikes.folder);
  await form.getByLabel('DuckDB file').fill(`${instance.dataDir}/samples/${bikes.warehouseFile}`);
  await form.getByRole('button', { name: 'Add the project' }).click();
  await page.waitForURL(/\/projects\/\w+$/);
  await expect(page.getByRole('heading', { name: 'Bikes' })).toBeVisible();

  await page.goto(instance.url);
  await page
    .getByRole('combobox', { name: 'Project' })
    .or(page.getByRole('textbox', { name: 'Project' }))
    .click();
  await page.getByRole('option', { name: 'Bikes' }).click();
  await startApp(page, 'Trips per month by member type, with a table of the top stations');
  const frame = await expectVersion(page, 1);
  const [trips] = await askWarehouse(instance.dataDir, 'bikeshare.duckdb', 'SELECT count(*)::INTEGER AS trips FROM trips');
  expect(await tileValue(frame, 'Trips')).toBe(Number(trips?.trips).toLocaleString('en-US'));
});
