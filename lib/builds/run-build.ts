import { actorOfUser } from '#lib/auth/get-actor.ts';
import type { ModelIssue } from '#lib/contracts/project.ts';
import { DATABASE_FULL, isDatabaseFull } from '#lib/db/away.ts';
import { db } from '#lib/db/client.ts';
import { keepHealth } from '#lib/diagnostics/health-at-failure.ts';
import { AppError, toError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { enqueueBuild } from '#lib/jobs/queue.ts';
import { log } from '#lib/log.ts';
import { revokeRunTokens } from '#lib/models/run-token.ts';
import { requireBuildApp } from '#lib/permissions/can.ts';
import { withSpaceLevel } from '#lib/permissions/space-levels.ts';
import { openProjectFor } from '#lib/projects/query.ts';
import { SandboxError } from '#lib/sandbox/errors.ts';
import { currentPrices } from '#lib/spend/current-prices.ts';
import { requireSomeBudget } from '#lib/spend/ledger.ts';
import { readState } from './build-state.ts';
import type { BuildContext, BuildDeps } from './context.ts';
import { createEmitter, type Emitter } from './emitter.ts';
import { startHeartbeat } from './heartbeat.ts';
import { type ClaimedBuild, claimBuild, letGo, type Outcome, settle } from './lifecycle.ts';
import { observedBuild } from './observe.ts';
import { runSteps } from './run-steps.ts';
import { createStepper } from './stepper.ts';
import { BuildStopped, goesOn, hasItsBuild, isInterruption, type StopReason, stopOf } from './stop.ts';
import { BUILD_LIMITS, type BuildLimits } from './tunables.ts';

/**
 * Takes one build from its claim to its end. Does nothing when another worker has it. Never throws for a build that
 * fails: that is an outcome, written down.
 * @param shutdown aborted when the worker ends: the build is left for the next one
 */
export async function runBuild(buildId: string, shared: BuildDeps, shutdown: AbortSignal): Promise<void> {
  // A name of its own for each run: a worker that takes its own stale build up again must not pass for its former self.
  const deps = { ...shared, workerId: `${shared.workerId}.${newId('prc')}` };
  const build = await claimBuild(buildId, deps.workerId);
  if (!build) return;
  await observedBuild(build, deps.workerId, () => carryOut(build, deps, shutdown));
}

async function carryOut(build: ClaimedBuild, deps: BuildDeps, shutdown: AbortSignal): Promise<Outcome['status'] | null> {
  const buildId = build.id;
  const limits = { ...BUILD_LIMITS, ...deps.limits };
  const controller = new AbortController();
  const stop = (reason: StopReason) => controller.abort(new BuildStopped(reason));
  const onShutdown = () => stop('shutdown');
  shutdown.addEventListener('abort', onShutdown);
  const deadline = setTimeout(() => stop('deadline'), limits.buildMs);
  const stopHeart = startHeartbeat(buildId, deps.workerId, stop);
  const emitter = createEmitter(buildId, deps.workerId, {
    onLost: () => stop('lost'),
    waitsForRoom: () => hasItsBuild(controller.signal),
  });
  try {
    const refuse = (why: AppError) => controller.abort(new BuildStopped('refused', why));
    await runSteps(await openContext(build, deps, limits, emitter, controller.signal, refuse), (error) => {
      if (isInterruption(error, build.attempt)) stop('interrupted');
    });
    await revokeRunTokens(buildId);
    return 'succeeded';
  } catch (error) {
    if (isInterruption(error, build.attempt)) stop('interrupted'); // also before the first step
    return await settleFailure(build, deps, emitter, error, controller.signal);
  } finally {
    stopHeart();
    clearTimeout(deadline);
    shutdown.removeEventListener('abort', onShutdown);
  }
}

/** Loads what the build needs and checks again, now, whether it may run. */
async function openContext(
  build: ClaimedBuild,
  deps: BuildDeps,
  limits: BuildLimits,
  emitter: Emitter,
  signal: AbortSignal,
  refuse: BuildContext['refuse'],
): Promise<BuildContext> {
  const [actor, app] = await Promise.all([
    actorOfUser(build.requestedById),
    db().app.findFirst({ where: { id: build.appId, deletedAt: null } }),
  ]);
  if (!actor) throw new AppError('forbidden', 'The person who started this build may not act any more.');
  if (!app) throw new AppError('not_found', 'The app was deleted while its build waited.');
  requireBuildApp(actor, await withSpaceLevel(actor, app));
  const { model, requestedById: userId } = build;
  await requireSomeBudget({ model, appId: app.id, userId }, (await currentPrices()).models);
  const project = await openProjectFor(actor, app.projectId);
  if (project.catalog.explores.length === 0) throw new AppError('unprocessable', nothingToBuildOn(project.model.issues));
  const { agentStarted, agent, answeredIn } = readState(build.state);
  return {
    build,
    app,
    actor,
    project,
    deps,
    limits,
    signal,
    refuse,
    progress: {
      givenSource: null,
      draftInSandbox: false,
      ended: false,
      agentStarted,
      runningAgent: agent,
      answeredIn,
      agentSession: app.agentSession,
    },
    emit: emitter.emit,
    ...createStepper(build.id, deps.workerId, emitter, signal),
    mark: emitter.mark,
    flush: emitter.flush,
  };
}

/** An agent without a catalog could only guess, for money. */
function nothingToBuildOn([first]: readonly ModelIssue[]): string {
  const why = first ? ` ${[first.file, first.line].filter(Boolean).join(':')}: ${first.message}` : '';
  return `The project offers nothing to build on.${why} Mend the dbt project, then refresh the project.`;
}

/** @returns how the build ended; null when it goes on elsewhere */
async function settleFailure(
  build: ClaimedBuild,
  deps: BuildDeps,
  emitter: Emitter,
  thrown: unknown,
  signal: AbortSignal,
): Promise<Outcome['status'] | null> {
  const reason = (thrown instanceof BuildStopped ? thrown : stopOf(signal))?.reason;
  if (goesOn(reason)) {
    log.info({ buildId: build.id, reason, err: toError(thrown) }, 'a build was left to another worker');
    if (reason !== 'lost') await handOn(build, deps, emitter, reason);
    return null;
  }
  const outcome = outcomeOf(refusalOf(signal) ?? thrown, reason, { ...BUILD_LIMITS, ...deps.limits });
  if (outcome.status === 'failed') log.warn({ buildId: build.id, err: toError(thrown) }, 'a build failed');
  await emitter
    .flush()
    .catch((error: unknown) => log.error({ buildId: build.id, err: toError(error) }, 'the last words of a build are lost'));
  const settled = await db().$transaction((tx) => settle(tx, build.id, deps.workerId, outcome));
  await revokeRunTokens(build.id);
  if (settled && outcome.status === 'failed') await keepHealth(build.appId, build.id);
  return settled ? outcome.status : null;
}

/** The next attempt need not wait until this one counts as dead. When even that cannot be written, it waits. */
async function handOn(build: ClaimedBuild, { workerId }: BuildDeps, emitter: Emitter, reason: 'shutdown' | 'interrupted'): Promise<void> {
  try {
    if (reason === 'interrupted') emitter.emit({ kind: 'notice', code: 'interrupted', message: INTERRUPTED });
    await emitter.flush();
    if (await letGo(build.id, workerId)) await enqueueBuild(build.id);
  } catch (error) {
    log.warn({ buildId: build.id, err: toError(error) }, 'a build could not be handed on; it is found when its heartbeat is old');
  }
}

const INTERRUPTED = 'A part of Glassworks went away while it worked on this. Nothing is lost: the build goes on by itself.';

/** Why a build that may not go on was stopped: that counts, not what its end looked like from within. */
const refusalOf = (signal: AbortSignal): unknown => {
  const stopped = stopOf(signal);
  return stopped?.reason === 'refused' ? stopped.cause : null;
};

function outcomeOf(thrown: unknown, reason: StopReason | undefined, { buildMs }: BuildLimits): Outcome {
  if (reason === 'cancelled') return { status: 'cancelled' };
  if (reason === 'deadline') {
    const message = `The build took longer than ${Math.ceil(buildMs / 60_000)} minutes and was stopped. Ask for less at once, or say "continue".`;
    return { status: 'failed', code: 'timeout', message };
  }
  if (isDatabaseFull(thrown)) return { status: 'failed', code: 'unavailable', message: `${DATABASE_FULL} Then try again.` };
  if (thrown instanceof AppError) return { status: 'failed', code: thrown.code, message: thrown.message };
  if (thrown instanceof SandboxError) {
    return { status: 'failed', code: 'unavailable', message: `The sandbox of this build stopped answering: ${thrown.message} Try again.` };
  }
  return {
    status: 'failed',
    code: 'internal',
    message: 'Something went wrong on our side. What the agent wrote is kept; try again, and tell an administrator if it stays.',
  };
}
