import { BUILD_DIR, NODE } from '../../lib/builds/workspace-paths.ts';
import type { Guest } from '../../lib/sandbox/guest.ts';
import type { Api } from './api.ts';
import { progress } from './bench-instance.ts';
import { type Measured, median, quantile } from './figures.ts';
import type { BenchSandboxes } from './sandboxes.ts';

const FIRST = 'Revenue and orders by month, split by region, with a table of the top customers';
const NEXT = ['make it a stacked bar', 'add a filter for region', 'only the last 12 months'];
const APPS = 4;
const BUILD_MS = 120_000;
const VITE = ['node_modules/vite/bin/vite.js', 'build', '--configLoader', 'native', '--logLevel', 'warn'];

interface OneBuild {
  readonly firstEventMs: number;
  readonly overheadMs: number;
}

/** Whole builds with the demo model: how soon something is seen, and what everything but the agent and the bundler takes. */
export async function measureBuilds(api: Api, sandboxes: BenchSandboxes): Promise<Measured> {
  const first: OneBuild[] = [];
  const next: OneBuild[] = [];
  for (let app = 0; app < APPS; app++) {
    progress(`builds, app ${app + 1} of ${APPS}`);
    const appId = await api.createApp();
    first.push(await oneBuild(api, sandboxes, appId, FIRST));
    for (const prompt of NEXT) next.push(await oneBuild(api, sandboxes, appId, prompt));
  }
  return {
    first_event_p95_ms: quantile(
      [...first, ...next].map((build) => build.firstEventMs),
      0.95,
    ),
    build_overhead_first_p50_ms: median(first.map((build) => build.overheadMs)),
    build_overhead_next_p50_ms: median(next.map((build) => build.overheadMs)),
  };
}

async function oneBuild(api: Api, sandboxes: BenchSandboxes, appId: string, prompt: string): Promise<OneBuild> {
  await sandboxes.poolIsWarm();
  const posted = performance.now();
  const buildId = await api.startBuild(appId, prompt);
  let firstEventMs = Number.NaN;
  let totalMs = Number.NaN;
  for await (const event of api.events(buildId, AbortSignal.timeout(BUILD_MS))) {
    if (event.kind !== 'prompt' && Number.isNaN(firstEventMs)) firstEventMs = performance.now() - posted;
    if (event.kind !== 'done') continue;
    totalMs = performance.now() - posted;
    if (event.status !== 'succeeded') throw new Error(`build ${buildId} ${event.status}`);
  }
  const { timings } = await api.getBuild(buildId);
  const agentMs = timings.agent;
  if (agentMs === undefined) throw new Error('the build does not say how long its agent ran');
  const viteMs = await sandboxes.withGuest(appId, bareBundle);
  return { firstEventMs, overheadMs: totalMs - agentMs - viteMs };
}

/** The same source, bundled once more in the same sandbox with nothing around it. */
async function bareBundle(guest: Guest): Promise<number> {
  const folders = await guest.list(BUILD_DIR, AbortSignal.timeout(BUILD_MS));
  const newest = [...folders].sort((a, b) => b.mtimeMs - a.mtimeMs)[0];
  if (!newest) throw new Error('the sandbox has no compiled app');
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    const started = performance.now();
    const env = { HOME: '/tmp', NODE_ENV: 'production' };
    const result = await guest.run({ argv: [NODE, ...VITE], cwd: newest.path, env, timeoutMs: BUILD_MS }, AbortSignal.timeout(BUILD_MS));
    if (result.exitCode !== 0) throw new Error(`the bare bundle failed: ${result.stderr}`);
    times.push(performance.now() - started);
  }
  return median(times);
}
