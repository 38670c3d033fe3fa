import type { AgentOutcome } from '#lib/agent/outcome.ts';
import { attachAgent } from '#lib/agent/run-agent.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { SandboxError } from '#lib/sandbox/errors.ts';
import type { Guest } from '#lib/sandbox/guest.ts';
import { decrypt } from '#lib/secrets.ts';
import type { BuildContext, HeldSandbox } from '../context.ts';
import { observedTurn } from '../observe.ts';
import { agentSignals } from './agent-signals.ts';
import type { Listen } from './generate.ts';

const ENDED_MS = 10_000;

/**
 * Goes on listening to an agent that an earlier worker left at work, from where its log ends.
 * @returns null when there is none, it is gone with its sandbox, or it never got its prompt: the caller asks anew
 */
export async function takeUpAgent(ctx: BuildContext, { guest, kept }: HeldSandbox, listen: Listen): Promise<AgentOutcome | null> {
  const agent = ctx.progress.runningAgent;
  ctx.progress.runningAgent = null;
  if (!agent || !kept) return null;
  const { processId, sessionId, nextSeq } = agent;
  const startedAt = performance.now();
  try {
    if (!agent.prompted) {
      await endUnprompted(guest, processId);
      return null;
    }
    const follow = () =>
      attachAgent({
        guest,
        processId,
        sessionId,
        fromSeq: nextSeq,
        token: decrypt(agent.token),
        deadlineMs: ctx.limits.agentMs,
        stallMs: ctx.limits.stallMs,
        ...agentSignals(ctx.signal),
        onEvents: (events, upTo) => listen(agent, events, upTo),
      });
    const outcome = await observedTurn({ resumed: true }, follow);
    ctx.addTime('agent', performance.now() - startedAt);
    return outcome;
  } catch (error) {
    if (ctx.signal.aborted || !(error instanceof SandboxError)) throw error;
    log.info({ buildId: ctx.build.id, err: toError(error) }, 'the agent of an earlier worker is gone; it is asked anew');
    return null;
  }
}

/** It may have got its prompt in the last moment, unknown to anybody: two must not work in one folder. */
async function endUnprompted(guest: Guest, processId: string): Promise<void> {
  const process = guest.attach(processId);
  await process.kill('SIGKILL');
  await process.wait(AbortSignal.timeout(ENDED_MS));
}
