import type { AgentEvent } from '#lib/agent/agent-event.ts';
import { afterTurn, CONVERSATION_RESTARTED, planTurn, type TurnPlan } from '#lib/agent/conversation.ts';
import { endLeftovers } from '#lib/agent/end-leftovers.ts';
import { describeMentions } from '#lib/agent/mentions.ts';
import type { AgentOutcome } from '#lib/agent/outcome.ts';
import { type TurnPrompt, userPrompt } from '#lib/agent/prompt.ts';
import { runAgent } from '#lib/agent/run-agent.ts';
import { toBuildEvents } from '#lib/agent/to-build-events.ts';
import type { ErrorCode } from '#lib/contracts/error-code.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { currentProvider } from '#lib/models/choose-provider.ts';
import { mintRunToken } from '#lib/models/run-token.ts';
import { encrypt } from '#lib/secrets.ts';
import { storableText } from '#lib/storable.ts';
import { currentTheme } from '#lib/theme/theme.ts';
import type { Ahead } from '../ahead.ts';
import type { RunningAgent } from '../build-state.ts';
import type { BuildContext, HeldSandbox } from '../context.ts';
import { observedTurn } from '../observe.ts';
import type { Problem } from '../run-steps.ts';
import { goesOnElsewhere } from '../stop.ts';
import { AGENT_MAX_USD, MAX_FIX_TURNS } from '../tunables.ts';
import { agentSignals } from './agent-signals.ts';
import { takeUpAgent } from './take-up-agent.ts';

/** What the agent is asked: the person's prompt, once its files are there; or to mend what the checks found. */
export type AgentTurn =
  | { readonly kind: 'prompt'; readonly ready: Promise<unknown> }
  | { readonly kind: 'fix'; readonly problem: Problem; readonly attempt: number };

const BROKEN: ReadonlySet<string> = new Set(['crashed', 'output_lost']);

interface Turn {
  readonly plan: TurnPlan;
  readonly outcome: AgentOutcome;
}

/** One turn of the agent. Its conversation is kept whatever comes of it. */
export async function generate(ctx: BuildContext, sandbox: HeldSandbox, turn: AgentTurn, ahead: Ahead): Promise<void> {
  const { plan, outcome } = await ctx.step('generate', () => takeTurn(ctx, sandbox, turn, listenTo(ctx, ahead)));
  ctx.mark({ agentStarted: true, agent: null, answeredIn: outcome.ok ? sandbox.id : null });
  await remember(ctx, plan, outcome);
  await emitUsage(ctx);
  ctx.signal.throwIfAborted();
  sandbox.broken = BROKEN.has(outcome.terminalReason);
  if (!outcome.ok) throw failureOf(outcome);
  await clearUp(ctx, sandbox);
}

/** The agent's answer to the prompt is in this sandbox already: an earlier worker died after it. */
export const isAnswered = ({ progress }: BuildContext, { id, kept }: HeldSandbox): boolean => kept && progress.answeredIn === id;

/** In place of a turn whose answer is there. */
export async function takeUpAnswer(ctx: BuildContext, sandbox: HeldSandbox, ready: Promise<unknown>): Promise<void> {
  await ready; // what is compiled next must not race with it
  await emitUsage(ctx);
  await clearUp(ctx, sandbox);
}

async function clearUp(ctx: BuildContext, sandbox: HeldSandbox): Promise<void> {
  sandbox.broken = true; // unless it can be cleared up
  await endLeftovers(sandbox.guest, ctx.signal);
  sandbox.broken = false;
}

async function takeTurn(ctx: BuildContext, sandbox: HeldSandbox, turn: AgentTurn, listen: Listen): Promise<Turn> {
  const plan = planTurn(ctx.progress.agentSession, sandbox.kept || ctx.progress.agentStarted);
  const left = await takeUpAgent(ctx, sandbox, listen);
  if (left) {
    if (turn.kind === 'prompt') await turn.ready; // what is compiled next must not race with it
    return { plan, outcome: left };
  }
  // What an agent that is gone had begun to say is not said again from the middle.
  if (ctx.build.attempt > 1) ctx.emit({ kind: 'text.done', text: '' });
  const outcome = await run(ctx, sandbox, turn, plan, listen);
  if (outcome.terminalReason !== 'conversation_lost') return { plan, outcome };
  const anew = planTurn(ctx.progress.agentSession, false);
  return { plan: anew, outcome: await run(ctx, sandbox, turn, anew, listen) };
}

/** The token is made within the span: the calls that the agent makes with it join the span. */
const run = (ctx: BuildContext, sandbox: HeldSandbox, turn: AgentTurn, plan: TurnPlan, listen: Listen): Promise<AgentOutcome> =>
  observedTurn({ resumed: plan.session.resume }, () => runTurn(ctx, sandbox, turn, plan, listen));

async function runTurn(ctx: BuildContext, { guest }: HeldSandbox, turn: AgentTurn, plan: TurnPlan, listen: Listen): Promise<AgentOutcome> {
  if (plan.restarted) ctx.emit(...toBuildEvents([CONVERSATION_RESTARTED]));
  ctx.progress.agentSession = { sessionId: plan.session.id, summary: plan.summary, templateHash: '' };
  ctx.progress.agentStarted = true;
  await saveSession(ctx);
  const provider = currentProvider();
  const token = await mintRunToken({ buildId: ctx.build.id, models: [ctx.build.model, provider.smallModel], ttlMs: ctx.limits.agentMs });
  const { theme } = await currentTheme();
  const text = userPrompt(promptOf(ctx, turn, plan, theme.instructions));
  const agent: RunningAgent = { processId: '', sessionId: plan.session.id, nextSeq: 0, token: encrypt(token), prompted: false };
  let startedAt = performance.now();
  const running = runAgent({
    guest,
    session: plan.session,
    model: ctx.build.model,
    agentEnv: provider.agentEnv,
    token,
    prompt: turn.kind === 'prompt' ? turn.ready.then(() => text) : text,
    maxTurns: ctx.limits.maxTurns,
    maxUsd: AGENT_MAX_USD,
    deadlineMs: ctx.limits.agentMs,
    stallMs: ctx.limits.stallMs,
    ...agentSignals(ctx.signal),
    onProcess: (processId) => {
      startedAt = performance.now();
      agent.processId = processId;
      ctx.mark({ agentStarted: true, agent: { ...agent }, answeredIn: null });
    },
    onPrompted: () => {
      agent.prompted = true;
      ctx.mark({ agentStarted: true, agent: { ...agent }, answeredIn: null });
    },
    onEvents: (events, nextSeq) => listen(agent, events, nextSeq),
  });
  const outcome = await running.catch((error: unknown) => {
    // It was ended with its turn: a next worker must not listen to what is left of it.
    if (!goesOnElsewhere(ctx.signal)) ctx.mark({ agentStarted: true, agent: null, answeredIn: null });
    throw error;
  });
  ctx.addTime('agent', performance.now() - startedAt);
  return outcome;
}

export type Listen = (agent: RunningAgent, events: readonly AgentEvent[], nextSeq: number) => void;

/** What the agent says goes to the log, and with it how far it was heard. */
function listenTo(ctx: BuildContext, ahead: Ahead): Listen {
  return (agent, events, nextSeq) => {
    ahead.note(events);
    ctx.emit(...toBuildEvents(events));
    agent.nextSeq = nextSeq;
    ctx.mark({ agentStarted: true, agent: { ...agent }, answeredIn: null });
  };
}

function promptOf({ build, app, project }: BuildContext, turn: AgentTurn, plan: TurnPlan, house: string): TurnPrompt {
  if (turn.kind === 'fix') return { kind: 'fix', errors: turn.problem.details, attempt: turn.attempt, attempts: MAX_FIX_TURNS };
  const asked = { request: build.prompt, fields: describeMentions(build.prompt, project.catalog), house };
  if (plan.session.resume) return { kind: 'follow_up', ...asked };
  const hasSource = app.headVersion !== null || app.draftSourceKey !== null || app.draftSandbox !== null;
  return hasSource || plan.restarted ? { kind: 'restarted', ...asked, summary: plan.summary } : { kind: 'first', ...asked };
}

/** Writes down the conversation for the next turn, also when this one did not end well. */
async function remember(ctx: BuildContext, plan: TurnPlan, outcome: AgentOutcome): Promise<void> {
  const reply = outcome.ok ? outcome.message : '';
  const { summary } = afterTurn(plan, { prompt: ctx.build.prompt, reply, templateHash: '' });
  ctx.progress.agentSession = { sessionId: outcome.sessionId, summary, templateHash: '' };
  await saveSession(ctx);
}

async function saveSession({ app, progress }: BuildContext): Promise<void> {
  await db().app.update({ where: { id: app.id }, data: { agentSession: storableSession(progress.agentSession) } });
}

const storableSession = (session: unknown): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(session, (_key, item: unknown) => (typeof item === 'string' ? storableText(item) : item)));

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
