import { setTimeout as delay } from 'node:timers/promises';
import { expect, type Page, test } from '@playwright/test';
import { buildsOf, expectWholeLog, newestBuild, newestLog, occurrences } from './build-log.ts';
import { appFrame, ask, expectVersion, signInByLink, startApp, turnOf } from './builder-page.ts';
import { type Instance, startAndEnd } from './instance.ts';
import { oneNumberApp } from './one-number-app.ts';
import { isAlive, killHard, type Process, partOf, processTree, putToSleep, sandboxProcesses } from './processes.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';
import { askWarehouse } from './truth.ts';

/** A lost worker is missed after 15 s; what was left to do takes a few seconds more, and minutes on a crowded machine. */
const RECOVERY_MS = 240_000;
/** Longer than a worker, a process and the maker of a sandbox may be silent. */
const SLEEP_MS = 25_000;
const FIRST = 'First I read the page that is there, one word after the other, so that there is time to be interrupted.';
const BEGINNING = FIRST.slice(0, 40);

test.describe.configure({ mode: 'serial' });

let scripted: ScriptedInstance;
let instance: Instance;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  scripted = await startScriptedInstance('recovery');
  instance = scripted.instance;
  page = await browser.newPage();
  await signInByLink(page, instance.link ?? '');
});
test.afterAll(async () => {
  await page?.close();
  await scripted?.close();
});

/** Sends the prompt, and waits until the agent is in the middle of its first answer, which ends when `release` is called. */
async function untilTheAgentTalks(send: typeof ask, prompt: string): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  scripted.api.setTurns([oneNumberApp({ title: `App: ${prompt}`, intro: FIRST, holdFirst: gate.promise })]);
  await send(page, prompt);
  await expect(turnOf(page, prompt)).toContainText(BEGINNING);
  await expect(turnOf(page, prompt)).not.toContainText(FIRST);
  return gate.resolve;
}

async function expectRightNumber(prompt: string): Promise<void> {
  const frame = appFrame(page);
  await expect(frame.getByRole('heading', { name: `App: ${prompt}` })).toBeVisible();
  const [truth] = await askWarehouse(instance.dataDir, 'retail.duckdb', 'SELECT count(*)::INTEGER AS orders FROM orders');
  await expect(frame.getByRole('status')).toHaveText(Number(truth?.orders).toLocaleString('en-US'));
}

/** Kills one part and waits until the supervisor has put another in its place. */
async function killPart(entry: string): Promise<void> {
  const part = partOf(instance.pid, entry);
  killHard(part);
  await expect.poll(() => isAlive(part)).toBe(false);
  await expect.poll(() => processTree(instance.pid).some(({ command }) => command.includes(entry))).toBe(true);
}

async function expectHealthy(): Promise<void> {
  const health = async () => {
    const response = await page.request.get(`${instance.url}/api/health`).catch(() => null); // not up yet: polled
    return response === null ? 'down' : ((await response.json()) as { status: string }).status;
  };
  await expect.poll(health, { timeout: RECOVERY_MS }).toBe('ok');
}

test('a worker killed while the agent works is replaced, and the build ends with every word once', async () => {
  const prompt = 'Count the orders';
  const release = await untilTheAgentTalks(startApp, prompt);
  await killPart('worker/main.ts');
  release();
  await expect(page.getByRole('button', { name: 'Show version 1' })).toBeVisible({ timeout: RECOVERY_MS });
  await expectRightNumber(prompt);
  expectWholeLog(await newestLog(page), FIRST);
  expect(occurrences((await turnOf(page, prompt).textContent()) ?? '', FIRST)).toBe(1);
  expect(await buildsOf(page)).toMatchObject([{ status: 'succeeded' }]);
});

test('the page goes on where it was when the web server is killed in the middle of a build', async () => {
  const prompt = 'Count them again';
  const release = await untilTheAgentTalks(ask, prompt);
  await killPart('web/main.ts');
  release();
  await expectVersion(page, 2);
  await expectRightNumber(prompt);
  expectWholeLog(await newestLog(page), FIRST);
  expect(occurrences((await turnOf(page, prompt).textContent()) ?? '', FIRST)).toBe(1);
  await expectHealthy();
});

test('the page says that it is offline, and goes on where it was when the network is back', async () => {
  const prompt = 'Count them while the network is gone';
  const release = await untilTheAgentTalks(ask, prompt);
  await page.context().setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await expect(turnOf(page, prompt)).toContainText('Connection lost, trying again');
  release();
  await expect.poll(async () => (await newestBuild(page)).status, { timeout: RECOVERY_MS }).toBe('succeeded');
  await expect(turnOf(page, prompt)).toContainText(BEGINNING);
  await expect(turnOf(page, prompt)).not.toContainText(FIRST);
  await page.context().setOffline(false);
  await expect(page.getByText('You are offline.')).toBeHidden();
  await expectVersion(page, 3);
  await expectRightNumber(prompt);
  expect(occurrences((await turnOf(page, prompt).textContent()) ?? '', FIRST)).toBe(1);
});

test('a build outlives the death of the gateway through which its agent talks', async () => {
  const prompt = 'Count them once more';
  const release = await untilTheAgentTalks(ask, prompt);
  await killPart('gateway/main.ts');
  release();
  await expectVersion(page, 4);
  await expectRightNumber(prompt);
  expect(occurrences((await turnOf(page, prompt).textContent()) ?? '', BEGINNING)).toBe(1);
  await expectHealthy();
});

test('a machine that sleeps for longer than a heartbeat lasts goes on when it wakes: one build, every word once', async () => {
  const prompt = 'Count them after a nap';
  const release = await untilTheAgentTalks(ask, prompt);
  const wakeUp = putToSleep(instance);
  await delay(SLEEP_MS).finally(wakeUp);
  release();
  await expectVersion(page, 5);
  await expectRightNumber(prompt);
  expectWholeLog(await newestLog(page), FIRST);
  expect(occurrences((await turnOf(page, prompt).textContent()) ?? '', FIRST)).toBe(1);
  await expect(page.getByRole('button', { name: /^Show version \d+$/ })).toHaveCount(5);
  expect((await buildsOf(page)).map(({ status }) => status)).toEqual(Array(5).fill('succeeded'));
  await expectHealthy();
});

test('a second start on a folder in use is refused and disturbs nothing', async () => {
  const { code, output } = await startAndEnd(instance.dataDir);
  expect(code).not.toBe(0);
  expect(output).toContain(`already runs on ${instance.dataDir}`);
  expect(output).toContain('--data-dir');
  await expectHealthy();
});

test('after everything was killed at once the next start recovers by itself', async () => {
  const prompt = 'Count them for the last time';
  const release = await untilTheAgentTalks(ask, prompt);
  const sandboxes = sandboxProcesses(instance.dataDir);
  expect(sandboxes.length).toBeGreaterThan(0);
  const inSandbox = new Set(sandboxes.map(({ pid }) => pid));
  const left = processTree(instance.pid);
  // Children first: none may notice that its parent is gone and put things in order.
  for (const part of left.toReversed()) if (!inSandbox.has(part.pid) && isAlive(part)) killHard(part);
  await expect.poll(() => left.filter((part) => !inSandbox.has(part.pid) && isAlive(part))).toEqual([]);
  release();

  instance = await scripted.startAgain();
  await expectHealthy();
  await page.goto(page.url().replace(/^http:\/\/[^/]+/, instance.url));
  await expect.poll(async () => (await newestBuild(page)).status, { timeout: RECOVERY_MS }).toMatch(/succeeded|failed/);
  const log = await newestLog(page);
  const { status, error } = await newestBuild(page);
  if (status === 'succeeded') expectWholeLog(log, FIRST);
  else expect(error?.message.length).toBeGreaterThan(20);
  await expectRightNumber(status === 'succeeded' ? prompt : 'Count them after a nap');
  await endsWithoutTrace([...left, ...sandboxes]);
});

test('the start after that is healthy, and Ctrl-C leaves no process behind', async () => {
  instance = await scripted.startAgain();
  await expectHealthy();
  await page.goto(page.url().replace(/^http:\/\/[^/]+/, instance.url));
  await expect(page.getByRole('button', { name: 'Show version 4' })).toBeVisible();
  await endsWithoutTrace([]);
});

/** Ctrl-C; then neither these processes nor any that belonged to the instance live on. */
async function endsWithoutTrace(earlier: readonly Process[]): Promise<void> {
  const all = [...earlier, ...processTree(instance.pid), ...sandboxProcesses(instance.dataDir)];
  await instance.stop();
  expect(instance.output()).toContain('Stopped. Everything is kept.');
  await expect.poll(() => all.filter(isAlive).map(({ command }) => command)).toEqual([]);
  expect(sandboxProcesses(instance.dataDir)).toEqual([]);
}
