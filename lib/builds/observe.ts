import type { AgentOutcome } from '#lib/agent/outcome.ts';
import type { BuildStep } from '#lib/contracts/build-event.ts';
import { log } from '#lib/log.ts';
import { logFields, withLogFields } from '#lib/log-context.ts';
import { count, observeMs } from '#lib/metrics/meter.ts';
import { traced } from '#lib/trace/trace.ts';
import type { ClaimedBuild, Outcome } from './lifecycle.ts';

/**
 * One span, one measurement and the ids on every log line for what one worker does for a build. Its span joins the
 * trace of the request that started the build.
 * @param work tells how the build ended; null when it was left to another worker
 */
export function observedBuild(build: ClaimedBuild, workerId: string, work: () => Promise<Outcome['status'] | null>): Promise<void> {
  const { id: buildId, appId, requestedById: userId, attempt, createdAt, startedAt } = build;
  const waited = startedAt ? startedAt.getTime() - createdAt.getTime() : 0;
  if (attempt === 1) observeMs('glassworks_build_wait_seconds', {}, waited);
  const facts = {
    'glassworks.build.id': buildId,
    'glassworks.build.attempt': attempt,
    'glassworks.build.queue_ms': waited,
    'glassworks.app.id': appId,
    'glassworks.user.id': userId,
    'gen_ai.request.model': build.model,
  };
  return withLogFields({ buildId, appId, userId, workerId }, () =>
    traced('build', { kind: 'consumer', parent: build.traceparent, facts }, async (span) => {
      log.info({ attempt, waitedMs: waited }, 'a build begins');
      const started = performance.now();
      const status = await work();
      const ms = Math.round(performance.now() - started);
      const { sandboxId } = logFields();
      span.add({ 'glassworks.build.status': status ?? 'left', ...(sandboxId ? { 'glassworks.sandbox.id': sandboxId } : {}) });
      if (status === 'failed') span.fail('build_failed');
      if (status) countEnd(status, waited + ms);
      log.info({ status: status ?? 'left', ms }, 'a build ended');
    }),
  );
}

/** @param ms from the prompt to the end, as far as it is known */
export function countEnd(status: Outcome['status'], ms: number): void {
  count('glassworks_builds_total', { status });
  observeMs('glassworks_build_seconds', { status }, ms);
}

/** One span for a turn of the agent. */
export const observedTurn = ({ resumed }: { resumed: boolean }, work: () => Promise<AgentOutcome>): Promise<AgentOutcome> =>
  traced('agent turn', { facts: { 'glassworks.agent.resumed': resumed } }, async (span) => {
    const outcome = await work();
    span.add({ 'glassworks.agent.outcome': outcome.terminalReason });
    if (!outcome.ok) span.fail(outcome.terminalReason);
    return outcome;
  });

/** One span and one measurement for a step. */
export async function observedStep<T>(step: BuildStep, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const note = (status: 'finished' | 'failed') => observeMs('glassworks_build_step_seconds', { step, status }, performance.now() - started);
  try {
    const result = await traced(`step ${step}`, { facts: { 'glassworks.build.step': step } }, work);
    note('finished');
    return result;
  } catch (error) {
    note('failed');
    throw error;
  }
}
