import type { BuildDeps } from '#lib/builds/context.ts';
import { runBuild } from '#lib/builds/run-build.ts';
import { log } from '#lib/log.ts';
import { BUILD_QUEUE, BuildJob, queue } from './queue.ts';

/** Builds one worker runs at once: each is mostly waiting for a model. */
const CONCURRENCY = 4;
/** Retries are found by polling, also while notifications are on. */
const POLL_SECONDS = 2;

/**
 * Takes builds from the queue until the signal aborts. The row decides, not the job: a repeated delivery finds nothing
 * to claim and is done.
 * @returns resolves when no build is under way any more
 */
export async function workOnBuilds(deps: BuildDeps, shutdown: AbortSignal): Promise<() => Promise<void>> {
  const boss = await queue({ supervise: true });
  const active = new Set<Promise<void>>();
  const options = {
    localConcurrency: CONCURRENCY,
    batchSize: 1,
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_SECONDS,
  };
  await boss.work(BUILD_QUEUE, options, async (jobs: { data: unknown }[]) => {
    for (const job of jobs) {
      if (shutdown.aborted) throw new Error('the worker is stopping');
      const { buildId } = BuildJob.parse(job.data);
      const run = runBuild(buildId, deps, shutdown).catch((error: unknown) => {
        log.error({ buildId, err: error }, 'a build could not be settled');
        throw error;
      });
      active.add(run);
      await run.finally(() => active.delete(run));
    }
  });
  return async () => {
    await Promise.allSettled(active);
  };
}
