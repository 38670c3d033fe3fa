import { forgetDeadProcesses, replacedProcesses, startBeat } from '#lib/beat.ts';
import { letGoOf } from '#lib/builds/lifecycle.ts';
import { startReconciling } from '#lib/builds/reconcile.ts';
import { closeDb } from '#lib/db/client.ts';
import { toError } from '#lib/errors.ts';
import { workOnBuilds } from '#lib/jobs/build-worker.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import { onShutdown } from '#lib/lifetime.ts';
import { log } from '#lib/log.ts';
import { startMetrics } from '#lib/metrics/start.ts';
import { closeProjects, openAllProjects } from '#lib/projects/runtime.ts';
import { startSweeping } from '#lib/retention/sweep.ts';
import { openSandboxes } from '#lib/sandbox/open-sandboxes.ts';
import { followSettings } from '#lib/settings/stored.ts';
import { startSpendSweep } from '#lib/spend/sweep.ts';
import { store } from '#lib/storage/store.ts';
import { startTracing } from '#lib/trace/start.ts';
import { closeVerifyBrowser, warmVerifyBrowser } from '#lib/verify/verify.ts';

const WARM_UP_MS = 30_000;

const shutdown = new AbortController();
const started = start();
// Heard from the first moment on: what is half opened is opened first, then closed in order.
onShutdown(async () => {
  shutdown.abort();
  await (await started)();
  await closeQueue();
  await Promise.all([closeVerifyBrowser(), closeProjects()]);
  await closeDb();
});
await started;

/** Opens everything; the result closes it again. */
async function start(): Promise<() => Promise<void>> {
  const stopTracing = await startTracing('worker');
  const stopMetrics = await startMetrics('worker');
  const stopSettings = await followSettings();
  const sandbox = await openSandboxes(store());
  const beat = startBeat('worker', () => ({ sandbox: sandbox.status() }));
  const deps = { workerId: beat.id, store: store(), sandboxes: sandbox.current };
  const idle = await workOnBuilds(deps, shutdown.signal);
  await letGoOf(replacedProcesses());
  const stopReconciling = startReconciling();
  const stopSweeping = startSweeping(store());
  const stopSweep = startSpendSweep();
  log.info({ id: beat.id }, 'worker is up');

  warmVerifyBrowser(AbortSignal.timeout(WARM_UP_MS)).catch((error: unknown) => log.warn({ err: toError(error) }, 'no browser for checks'));
  openAllProjects().catch((error: unknown) => log.warn({ err: toError(error) }, 'no project could be loaded ahead of its first build'));
  forgetDeadProcesses().catch((error: unknown) => log.warn({ err: error }, 'old process rows stay'));

  return async () => {
    stopReconciling();
    stopSettings();
    await stopSweeping();
    stopSweep();
    await idle();
    await sandbox.close();
    await Promise.all([stopTracing(), stopMetrics()]);
    await beat.stop();
  };
}
