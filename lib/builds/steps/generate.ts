import { afterTurn, CONVERSATION_RESTARTED, planTurn, type TurnPlan } from '#lib/agent/conversation.ts';
import type { AgentOutcome } from '#lib/agent/outcome.ts';
import { type TurnPrompt, userPrompt } from '#lib/agent/prompt.ts';
import { runAgent } from '#lib/agent/run-agent.ts';
import { toBuildEvents } from '#lib/agent/to-build-events.ts';
import type { ErrorCode } from '#lib/contracts/error-code.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { currentProvider } from '#lib/models/choose-provider.ts';
import { mintRunToken } from '#lib/models/run-token.ts';
import type { BuildContext, HeldSandbox } from '../context.ts';
import type { Problem } from '../run-steps.ts';
import { AGENT_DEADLINE_MS, AGENT_MAX_TURNS, AGENT_MAX_USD, AGENT_STALL_MS, MAX_FIX_TURNS } from '../tunables.ts';

/** What the agent is asked: the person's prompt, once its files are there; or to mend what the checks found. */
export type AgentTurn =
  | { readonly kind: 'prompt'; readonly ready: Promise<void> }
  | { readonly kind: 'fix'; readonly problem: Problem; readonly attempt: number };

/** One turn of the agent. Its conversation is kept whatever comes of it. */
export async function generate(ctx: BuildContext, sandbox: HeldSandbox, turn: AgentTurn): Promise<void> {
  const plan = planTurn(ctx.progress.agentSession, sandbox.kept || ctx.progress.agentStarted);
  let outcome = await ctx.step('generate', () => run(ctx, sandbox, turn, plan));
  let used = plan;
  if (outcome.terminalReason === 'conversation_lost') {
    used = planTurn(ctx.progress.agentSession, false);
    outcome = await ctx.step('generate', () => run(ctx, sandbox, turn, used));
  }
  await remember(ctx, used, outcome);
  await emitUsage(ctx);
  ctx.signal.throwIfAborted();
  if (!outcome.ok) throw failureOf(outcome);
}

async function run(ctx: BuildContext, { guest }: HeldSandbox, turn: AgentTurn, plan: TurnPlan): Promise<AgentOutcome> {
  if (plan.restarted) ctx.emit(...toBuildEvents([CONVERSATION_RESTARTED]));
  ctx.progress.agentSession = { ...afterTurn(plan, { prompt: ctx.build.prompt, reply: '', templateHash: '' }), summary: plan.summary };
  ctx.progress.agentStarted = true;
  const provider = currentProvider();
  const token = await mintRunToken({ buildId: ctx.build.id, models: [ctx.build.model, provider.smallModel], ttlMs: AGENT_DEADLINE_MS });
  const text = userPrompt(promptOf(ctx, turn, plan));
  let startedAt = performance.now();
  const outcome = await runAgent({
    guest,
    session: plan.session,
    model: ctx.build.model,
    agentEnv: provider.agentEnv,
    token,
    prompt: turn.kind === 'prompt' ? turn.ready.then(() => text) : text,
    maxTurns: AGENT_MAX_TURNS,
    maxUsd: AGENT_MAX_USD,
    deadlineMs: AGENT_DEADLINE_MS,
    stallMs: AGENT_STALL_MS,
    signal: ctx.signal,
    onProcess: () => {
      startedAt = performance.now();
      return ctx.saveState({ agentStarted: true });
    },
    onEvents: (events) => {
      if (events.some((event) => event.type === 'file')) ctx.progress.filesChanged = true;
      ctx.emit(...toBuildEvents(events));
    },
  });
  ctx.addTime('agent', performance.now() - startedAt);
  return outcome;
}

function promptOf({ build, app }: BuildContext, turn: AgentTurn, plan: TurnPlan): TurnPrompt {
  if (turn.kind === 'fix') return { kind: 'fix', errors: turn.problem.details, attempt: turn.attempt, attempts: MAX_FIX_TURNS };
  if (plan.session.resume) return { kind: 'follow_up', request: build.prompt };
  const hasSource = app.headVersion !== null || app.draftSourceKey !== null;
  return hasSource || plan.restarted
    ? { kind: 'restarted', request: build.prompt, summary: plan.summary }
    : { kind: 'first', request: build.prompt };
}

/** Writes down the conversation for the next turn, also when this one did not end well. */
async function remember(ctx: BuildContext, plan: TurnPlan, outcome: AgentOutcome): Promise<void> {
  const session = afterTurn(plan, { prompt: ctx.build.prompt, reply: outcome.ok ? outcome.message : '', templateHash: '' });
  ctx.progress.agentSession = session;
  await db().app.update({ where: { id: ctx.app.id }, data: { agentSession: session satisfies Prisma.InputJsonValue } });
}

/** What the gateway metered so far: its ledger counts, not the agent's own estimate. */
async function emitUsage({ build, emit }: BuildContext): Promise<void> {
  const row = await db().build.findUniqueOrThrow({ where: { id: build.id } });
  emit({ kind: 'usage', inputTokens: row.inputTokens, outputTokens: row.outputTokens, usd: row.modelUsd.toNumber() });
}

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = { 402: 'budget_exceeded', 429: 'rate_limited' };

function failureOf({ message, apiErrorStatus, terminalReason }: AgentOutcome): AppError {
  const code = CODE_OF_STATUS[apiErrorStatus ?? 0] ?? (terminalReason === 'api_error' ? 'bad_gateway' : 'unprocessable');
  return new AppError(code, message);
}
