import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Build, BuildStarted } from '../../../lib/contracts/build.ts';
import { connectTo } from '../../../tests/e2e/installation.ts';
import { type Call, patientClient } from './client.ts';
import { killOne, sandboxesOnDisk, type Target, VICTIMS } from './kills.ts';
import { seeded } from './random.ts';
import { watchStillness } from './stillness.ts';
import { duplicatesOf, type Ended, problemsOf } from './verdict.ts';

const POLL_MS = 100;
/** Whatever happens: a build that has not ended by then is counted, and left. */
const GIVE_UP_MS = 600_000;
const SETTLE_MS = 60_000;

export interface ChaosOptions {
  readonly url: string;
  readonly token: string;
  readonly projectId: string;
  readonly target: Target;
  readonly count: number;
  readonly seed: number;
  /** Builds at once: one an app. */
  readonly apps: number;
  /** Between two kills, on average. */
  readonly everyMs: number;
  /** Kills for each build at most: a slow machine must not mean that each build dies more often than it may. */
  readonly killsPerBuild: number;
  /** Without any change for longer than this, a build counts as stuck. */
  readonly stuckMs: number;
  readonly say: (line: string) => void;
}

export interface ChaosResult {
  readonly lost: number;
  readonly stuck: number;
  readonly orphans: number;
  readonly duplicates: number;
  readonly kills: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
  readonly slowestMs: number;
}

/** Builds one after the other in several apps while parts die at random; then counts what went wrong. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const call = patientClient(options.url, options.token);
  const ended: Ended[] = [];
  const monkey = startKilling(options, () => Math.ceil(options.killsPerBuild * (ended.length + options.apps)));
  let left = options.count;
  const oneApp = async () => {
    const { id: appId } = await call(z.object({ id: z.string() }), 'POST', '/api/apps', { projectId: options.projectId });
    while (left > 0) {
      left -= 1;
      ended.push(await oneBuild(call, appId, options.target.dataDir));
      if (ended.length % 10 === 0) options.say(`${ended.length} of ${options.count} builds, ${monkey.total()} kills`);
    }
    return appId;
  };
  const appIds = await Promise.all(Array.from({ length: options.apps }, oneApp));
  await monkey.stop();
  const problems = (await Promise.all(ended.map((one) => problemsOf(call, one)))).flat();
  const stuck = ended.filter((one) => one.stillMs > options.stuckMs);
  for (const { appId, buildId, stillMs } of stuck) options.say(`${appId} ${buildId} stood still for ${Math.round(stillMs / 1000)} s`);
  options.say(`the slowest of all stood still for ${Math.round(Math.max(...ended.map((one) => one.stillMs)) / 1000)} s`);
  const duplicates = (await Promise.all(appIds.map((appId) => duplicatesOf(call, appId)))).reduce((sum, count) => sum + count, 0);
  return {
    lost: new Set(problems.map((problem) => problem.split(':')[0])).size,
    stuck: stuck.length,
    orphans: await orphans(options.target.dataDir),
    duplicates,
    kills: monkey.kills,
    problems,
    slowestMs: Math.max(...ended.map((one) => one.totalMs)),
  };
}

async function oneBuild(call: Call, appId: string, dataDir: string): Promise<Ended> {
  const started = Date.now();
  const prompt = { prompt: 'Count the orders, please', clientKey: crypto.randomUUID() };
  const { buildId } = await call(BuildStarted, 'POST', `/api/apps/${appId}/builds`, prompt);
  const stillness = watchStillness({ call, dataDir, appId, buildId });
  for (;;) {
    const build = await call(Build, 'GET', `/api/builds/${buildId}`);
    const now = Date.now();
    await stillness.saw(build);
    const { status } = build;
    if ((status !== 'queued' && status !== 'running') || now - started > GIVE_UP_MS) {
      return { appId, buildId, stillMs: stillness.longestMs(), totalMs: now - started };
    }
    await delay(POLL_MS);
  }
}

function startKilling({ seed, everyMs, target, say }: ChaosOptions, mayHave: () => number) {
  const random = seeded(seed);
  const stopped = new AbortController();
  const kills: Record<string, number> = {};
  const total = () => Object.values(kills).reduce((sum, count) => sum + count, 0);
  const run = async () => {
    while (!stopped.signal.aborted) {
      await delay(everyMs * (0.5 + random()), undefined, { signal: stopped.signal }).catch(() => undefined); // the stop ends the wait
      if (total() >= mayHave()) continue;
      const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'worker';
      if (stopped.signal.aborted || !killOne(victim, target, random)) continue;
      kills[victim] = (kills[victim] ?? 0) + 1;
      say(`kill -9 ${victim}`);
    }
  };
  const running = run();
  return {
    kills,
    total,
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** Sandboxes that exist and that no row wants, once the sweeper has had its time. */
async function orphans(dataDir: string): Promise<number> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const client = await connectTo(dataDir);
    const { rows } = await client.query<{ id: string }>(`SELECT "id" FROM "Sandbox" WHERE "state" IN ('creating', 'running')`);
    await client.end();
    const wanted = new Set(rows.map((row) => row.id));
    const count = sandboxesOnDisk(dataDir).filter((id) => !wanted.has(id) && !id.startsWith('check_')).length;
    if (count === 0 || Date.now() > deadline) return count;
    await delay(1_000);
  }
}
