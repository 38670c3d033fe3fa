import { writeFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { followBuild, type StreamState } from '#lib/client/build-stream.ts';
import { Build, BuildEvents } from '#lib/contracts/build.ts';
import type { BuildStep } from '#lib/contracts/build-event.ts';
import type { Call } from '../../scripts/bench/chaos/client.ts';
import { watchStillness } from '../../scripts/bench/chaos/stillness.ts';
import { signInByLink } from './builder-page.ts';
import { holdSteps, prepareHolding } from './hold-step.ts';
import { connectTo, postmasterPid } from './installation.ts';
import type { Instance } from './instance.ts';
import { oneNumberApp } from './one-number-app.ts';
import { isAlive, killHard, partOf, processTree, sandboxIds, sandboxProcesses } from './processes.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';

/** A build that is under way moves at least this often, whatever has died. */
const STUCK_MS = 60_000;
/** For all of them: a slow machine may need long, as long as they go on. */
const ALL_MS = 600_000;
const REACH_MS = 300_000;
const WATCHERS = 100;
/** By then the agent has answered. */
const AFTER_AGENT: readonly BuildStep[] = ['check', 'bundle', 'verify', 'store', 'finish'];
const ANSWERS = 3;
type Part = 'worker' | 'gateway' | 'database' | 'sandbox';
/** Three builds a round, each in a step of its own: at first, in the middle and late. */
const ROUNDS: readonly { part: Part; steps: readonly BuildStep[] }[] = [
  { part: 'worker', steps: ['sandbox', 'generate', 'finish'] },
  { part: 'worker', steps: ['workspace', 'bundle', 'store'] },
  { part: 'worker', steps: ['check', 'verify'] },
  { part: 'gateway', steps: ['workspace', 'generate', 'verify'] },
  { part: 'database', steps: ['sandbox', 'generate', 'finish'] },
  { part: 'database', steps: ['workspace', 'check', 'store'] },
  { part: 'sandbox', steps: ['workspace', 'generate', 'bundle'] },
];

test.describe.configure({ mode: 'serial' });

let scripted: ScriptedInstance;
let instance: Instance;
let page: Page;
let projectId: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  scripted = await startScriptedInstance('deaths', { SANDBOX_POOL_SIZE: '3' });
  instance = scripted.instance;
  scripted.api.setTurns([oneNumberApp()]);
  page = await browser.newPage();
  await signInByLink(page, instance.link ?? '');
  await prepareHolding(instance.dataDir);
  const projects = (await (await page.request.get(`${instance.url}/api/projects`)).json()) as { items: { id: string }[] };
  projectId = projects.items[0]?.id ?? '';
});
test.afterAll(async () => {
  await page?.close();
  await scripted?.close();
});

test.afterEach(async ({ page: _ }, info) => {
  if (info.status === info.expectedStatus) return;
  const client = await connectTo(instance.dataDir);
  const { rows: builds } = await client.query(`
    SELECT b.*, (SELECT json_agg(e."body" ORDER BY e."seq") FROM "BuildEvent" e WHERE e."buildId" = b."id") AS "log",
      (SELECT json_agg(j) FROM pgboss.job j WHERE j.data->>'buildId' = b."id") AS "jobs"
    FROM "Build" b ORDER BY "createdAt" DESC LIMIT 3`);
  const { rows: sandboxes } = await client.query(`SELECT "id", "key", "state", "holder", "lastUsedAt" FROM "Sandbox"`);
  const { rows: busy } = await client.query(`SELECT pid, state, wait_event, xact_start, query FROM pg_stat_activity WHERE state <> 'idle'`);
  await client.end();
  writeFileSync(info.outputPath('state.json'), JSON.stringify({ builds, sandboxes, busy }, null, 1));
  writeFileSync(info.outputPath('output.txt'), instance.output());
});

for (const { part, steps } of ROUNDS) {
  test(`kill -9 of the ${part} while builds are at ${steps.join(', ')} loses nothing`, async () => {
    test.setTimeout(REACH_MS + ALL_MS + 60_000);
    const before = answersAsked();
    const held = await Promise.all(steps.map(async (step) => ({ step, appId: await newApp() })));
    const hold = await holdSteps(instance.dataDir, held);
    const builds = await Promise.all(held.map(async ({ appId }) => ({ appId, id: await post(appId) })));
    await page.goto(`${instance.url}/apps/${held[0]?.appId}`);
    await hold.reached(steps.length, REACH_MS);
    await kill(
      part,
      builds.map((build) => build.id),
    );
    await hold.release();
    await Promise.all(builds.map(expectEnd));
    for (const build of builds) await expectWhole(build);
    if (steps.every((step) => AFTER_AGENT.includes(step))) expect(answersAsked() - before, 'paid for once').toBe(ANSWERS * steps.length);
    await expect(page.getByRole('button', { name: 'Show version 1' })).toBeVisible();
  });
}

test(`${WATCHERS} who watch a build go on where they were when the web server is killed`, async () => {
  const appId = await newApp();
  const hold = await holdSteps(instance.dataDir, [{ appId, step: 'generate' }]);
  const id = await post(appId);
  await hold.reached(1, REACH_MS);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const asViewer: typeof fetch = (path, init) => fetch(`${instance.url}${path}`, { ...init, headers: { ...init?.headers, cookie } });
  const signal = AbortSignal.timeout(ALL_MS);
  const warnings: unknown[] = [];
  const { warn } = console;
  console.warn = (...words) => warnings.push(words); // a hundred times, with a trace each
  const watchers = Array.from({ length: WATCHERS }, () => {
    const seen: number[] = [];
    const states: StreamState[] = [];
    const onState = (state: StreamState) => states.push(state);
    const ended = followBuild({ buildId: id, signal, fetch: asViewer, onState, onEvent: ({ seq }) => seen.push(seq) });
    return { seen, states, ended };
  });
  await expect.poll(() => watchers.filter(({ seen }) => seen.length === 0).length).toBe(0);
  killHard(partOf(instance.pid, 'web/main.ts'));
  await hold.release();
  await Promise.all(watchers.map(({ ended }) => ended)).finally(() => {
    console.warn = warn;
  });
  expect(warnings.length).toBeGreaterThanOrEqual(WATCHERS);
  const whole = (await logOf(id)).map((_, index) => index);
  expect(watchers.filter(({ seen }) => seen.join() !== whole.join())).toEqual([]);
  expect(watchers.filter(({ states }) => !states.includes('reconnecting') || states.at(-1) !== 'ended')).toEqual([]);
  await expectWhole({ appId, id });
});

test('no sandbox is left that nobody wants, and Ctrl-C leaves no process behind', async () => {
  const client = await connectTo(instance.dataDir);
  const { rows } = await client.query<{ id: string }>(`SELECT "id" FROM "Sandbox" WHERE "state" IN ('creating', 'running')`);
  await client.end();
  const known = new Set(rows.map((row) => row.id));
  await expect.poll(() => sandboxIds(instance.dataDir).filter((id) => !known.has(id)), { timeout: STUCK_MS }).toEqual([]);
  const all = [...processTree(instance.pid), ...sandboxProcesses(instance.dataDir)];
  await instance.stop();
  await expect.poll(() => all.filter(isAlive).map(({ command }) => command)).toEqual([]);
});

const answersAsked = (): number => scripted.api.requests.filter(({ body }) => (body.tools ?? []).length > 0).length;

async function newApp(): Promise<string> {
  const response = await page.request.post(`${instance.url}/api/apps`, { data: { projectId } });
  return ((await response.json()) as { id: string }).id;
}

async function post(appId: string): Promise<string> {
  const data = { prompt: 'Count the orders', clientKey: crypto.randomUUID() };
  const response = await page.request.post(`${instance.url}/api/apps/${appId}/builds`, { data });
  expect(response.status()).toBe(202);
  return ((await response.json()) as { buildId: string }).buildId;
}

async function kill(part: Part, buildIds: readonly string[]): Promise<void> {
  if (part === 'database') process.kill(postmasterPid(instance.dataDir), 'SIGKILL');
  else if (part === 'sandbox') await killSandboxes(buildIds);
  else killHard(partOf(instance.pid, `${part}/main.ts`));
}

async function killSandboxes(buildIds: readonly string[]): Promise<void> {
  const client = await connectTo(instance.dataDir);
  const { rows } = await client.query<{ pid: number }>(`SELECT ("ref"->>'pid')::int AS pid FROM "Sandbox" WHERE "holder" = ANY($1)`, [
    buildIds,
  ]);
  await client.end();
  expect(rows).toHaveLength(buildIds.length);
  for (const { pid } of rows) process.kill(pid, 'SIGKILL');
}

/** Resolves when the build has ended; fails when it stands still for too long. */
async function expectEnd({ appId, id }: { appId: string; id: string }): Promise<void> {
  const stillness = watchStillness({ call: ask, dataDir: instance.dataDir, appId, buildId: id });
  await expect
    .poll(
      async () => {
        const build = await readBuild(id).catch(() => null); // the server is away: that is no progress
        if (build) await stillness.saw(build).catch(() => undefined); // it went away just now
        expect(stillness.longestMs(), `${id} stands still: ${JSON.stringify(build)}`).toBeLessThan(STUCK_MS);
        return build?.status;
      },
      { timeout: ALL_MS },
    )
    .toMatch(/succeeded|failed|cancelled/);
}

/** It ended well, its log is whole, and there is one version of it. */
async function expectWhole({ appId, id }: { appId: string; id: string }): Promise<void> {
  expect(await readBuild(id)).toMatchObject({ status: 'succeeded', versionNumber: 1, error: null });
  const log = await logOf(id);
  expect(log.map((event) => event.seq)).toEqual(log.map((_, index) => index));
  expect(log.filter((event) => event.kind === 'prompt' || event.kind === 'done').map((event) => event.kind)).toEqual(['prompt', 'done']);
  expect(log.at(-1)).toMatchObject({ kind: 'done', status: 'succeeded' });
  const versions = (await read(`/api/apps/${appId}/versions`)) as { items: { buildId: string }[] };
  expect(versions.items.map((version) => version.buildId)).toEqual([id]);
}

const readBuild = async (id: string) => Build.parse(await read(`/api/builds/${id}`));
const logOf = async (id: string) => BuildEvents.parse(await read(`/api/builds/${id}/events`)).items;

const ask: Call = async (schema, _method, path) => schema.parse(await read(path));

async function read(path: string): Promise<unknown> {
  const response = await page.request.get(`${instance.url}${path}`, { headers: { accept: 'application/json' } });
  if (!response.ok()) throw new Error(`${path}: ${response.status()}`);
  return response.json();
}
