import type { Api } from '../api.ts';
import { type BenchInstance, progress } from '../bench-instance.ts';
import type { Measured } from '../figures.ts';
import { runChaos } from './run.ts';

const BUILDS = 200;
const AT_ONCE = 4;
const KILL_EVERY_MS = 5_000;
const KILLS_PER_BUILD = 0.7;
const STUCK_MS = 60_000;

/** Builds while parts are killed at random. `CHAOS_SEED` repeats the order of an earlier run. */
export async function measureChaos(api: Api, { url, dataDir, pid }: BenchInstance): Promise<Measured> {
  const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 100_000);
  progress(`${BUILDS} builds with random kills, CHAOS_SEED=${seed}`);
  const { lost, stuck, orphans, duplicates, problems } = await runChaos({
    url,
    token: api.token,
    projectId: api.projectId,
    target: { dataDir, pid },
    count: BUILDS,
    seed,
    apps: AT_ONCE,
    everyMs: KILL_EVERY_MS,
    killsPerBuild: KILLS_PER_BUILD,
    stuckMs: STUCK_MS,
    say: progress,
  });
  for (const problem of problems) progress(problem);
  return { chaos_200_lost: lost, chaos_200_stuck: stuck, chaos_200_orphans: orphans, chaos_200_duplicates: duplicates };
}
