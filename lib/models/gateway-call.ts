import type { IncomingMessage, ServerResponse } from 'node:http';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { settleSurely } from '#lib/spend/ledger.ts';
import { costUsd, estimateTokens, type TokenUsage } from '#lib/spend/prices.ts';
import { IdleDeadline, relayBody, startAnswer } from './gateway-relay.ts';
import { Refusal } from './gateway-reply.ts';
import { readModelRequest, tokenOf } from './gateway-request.ts';
import { type CallSpan, observedCall } from './observe-call.ts';
import { type PaidCall, setAsideFor } from './paid-call.ts';
import type { ModelAnswer, ModelProvider, ModelRequest } from './provider.ts';
import { grantOf, type RunGrant } from './run-token.ts';
import { UsageMeter } from './usage-meter.ts';

/** For a database without room: shorter than the agent takes a silent model for a broken connection, and it tries again. */
const ROOM_MS = 45_000;

export interface CallLimits {
  /** Until the provider begins to answer; an answer that is not streamed is written whole before it begins. */
  readonly headersMs: number;
  /** Between two pieces of an answer. */
  readonly idleMs: number;
  /** Calls of one build at a time: one sandbox must not take what all builds share. */
  readonly perBuild: number;
}

interface Call {
  readonly provider: ModelProvider;
  readonly request: ModelRequest;
  readonly grant: RunGrant;
  readonly abort: AbortController;
  readonly limits: CallLimits;
}

interface Context {
  readonly provider: ModelProvider;
  readonly abort: AbortController;
  readonly limits: CallLimits;
  /** How many calls each build has under way, in this process. */
  readonly active: Map<string, number>;
}

/**
 * One request of an agent: token, model, money, provider, and the money again.
 * @throws Refusal for everything that the gateway itself refuses
 */
export async function handleCall(
  req: IncomingMessage,
  res: ServerResponse,
  path: ModelRequest['path'],
  search: string,
  context: Context,
): Promise<void> {
  const grant = await authorise(req);
  const { active, limits } = context;
  const others = active.get(grant.buildId) ?? 0;
  if (others >= limits.perBuild) throw new Refusal(429, 'rate_limit_error', 'Too many calls of this build at once.', true);
  active.set(grant.buildId, others + 1);
  try {
    await handleGranted(req, res, { path, search }, grant, context);
  } finally {
    const left = (active.get(grant.buildId) ?? 1) - 1;
    if (left > 0) active.set(grant.buildId, left);
    else active.delete(grant.buildId);
  }
}

async function handleGranted(
  req: IncomingMessage,
  res: ServerResponse,
  { path, search }: Pick<ModelRequest, 'path' | 'search'>,
  grant: RunGrant,
  { provider, abort, limits }: Context,
): Promise<void> {
  const request = await readModelRequest(req, path, search);
  const { model } = request.body;
  if (!grant.models.includes(model) || !provider.models.includes(model)) {
    throw new Refusal(403, 'permission_error', `The model ${model.slice(0, 100)} is not allowed for this build.`);
  }
  // Before any money is set aside: whoever left needs no answer.
  if (abort.signal.aborted) return;
  const call = { provider, request, grant, abort, limits };
  if (path === '/v1/messages/count_tokens') return relayUnmetered(res, call);
  await observedCall(provider.name, model, grant, (span) => relayMetered(res, call, span));
}

async function authorise(req: IncomingMessage): Promise<RunGrant> {
  const token = tokenOf(req);
  const grant = token ? await grantOf(token) : null;
  if (grant) return grant;
  throw new Refusal(401, 'authentication_error', 'The run token is unknown, expired or revoked, or its build has ended.');
}

async function relayUnmetered(res: ServerResponse, call: Call): Promise<void> {
  const deadline = new IdleDeadline(call.abort);
  try {
    const answer = await sendWithin(call, deadline);
    startAnswer(res, answer);
    const renew = () => deadline.within(call.limits.idleMs, 'sent nothing');
    await relayBody(res, answer, new UsageMeter(true), renew, call.abort.signal);
    res.end();
  } finally {
    deadline.clear();
  }
}

async function relayMetered(res: ServerResponse, call: Call, span: CallSpan): Promise<void> {
  const { request, abort, limits } = call;
  const waitsUntil = performance.now() + ROOM_MS;
  const waits = () => performance.now() < waitsUntil && !abort.signal.aborted;
  const reservation = await setAsideFor({ ...call, waits });
  const meter = new UsageMeter(request.body.stream === true);
  const deadline = new IdleDeadline(abort);
  const started = performance.now();
  let status: number | null = null;
  let failure: Error | null = null;
  try {
    const answer = await sendWithin(call, deadline);
    status = answer.status;
    span.answered();
    startAnswer(res, answer);
    const onPiece = () => {
      deadline.within(limits.idleMs, 'sent nothing');
      reservation.heard(meter);
    };
    await relayBody(res, answer, meter, onPiece, abort.signal);
  } catch (error) {
    failure = abort.signal.aborted ? toError(abort.signal.reason) : toError(error);
  }
  deadline.clear();
  const charged = await settleCall(call, reservation, meter, { status, failure, ms: Math.round(performance.now() - started) });
  span.settled({ ...charged, status, broke: failure !== null });
  if (failure) endBroken(res, failure, request.body.stream === true && status === 200, abort.signal.aborted);
  else res.end();
}

async function sendWithin({ provider, request, abort, limits }: Call, deadline: IdleDeadline): Promise<ModelAnswer> {
  deadline.within(limits.headersMs, 'did not answer');
  const answer = await provider.send(request, abort.signal);
  deadline.within(limits.idleMs, 'sent nothing');
  return answer;
}

async function settleCall(
  { provider, request, grant, abort }: Call,
  reservation: PaidCall,
  meter: UsageMeter,
  outcome: { status: number | null; failure: Error | null; ms: number },
): Promise<{ usage: TokenUsage; usd: number }> {
  const usage = chargeable(meter, outcome.status, request, abort.signal.aborted);
  const usd = provider.name === 'demo' ? 0 : costUsd(request.body.model, usage, new Date(), reservation.prices);
  const line = { buildId: grant.buildId, provider: provider.name, model: request.body.model, ...usage, usd, ...outcome };
  const entry = { ...line, failure: outcome.failure?.message, complete: meter.complete };
  await settleSurely(reservation, { usage, usd, status: outcome.status });
  log.info(entry, 'model call');
  return { usage, usd };
}

const NOTHING: TokenUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

/** An error answer costs nothing. A call that was given up, or answered without numbers, costs at least its input. */
function chargeable(meter: UsageMeter, status: number | null, request: ModelRequest, aborted: boolean): TokenUsage {
  if (status === null ? !aborted : status >= 400) return NOTHING;
  const usage = meter.read();
  return meter.started ? usage : { ...usage, inputTokens: estimateTokens(request.raw.length) };
}

/** A stream that stopped is told so by an event; a connection that broke is broken on our side too, for the agent to repeat. */
function endBroken(res: ServerResponse, failure: Error, streaming: boolean, timedOut: boolean): void {
  if (!res.headersSent) {
    if (!res.destroyed) throw new Refusal(502, 'api_error', `The model provider cannot be reached: ${reasonOf(failure)}`, true);
    return;
  }
  if (streaming && timedOut && !res.destroyed) {
    const error = { type: 'api_error', message: failure.message };
    res.end(`\n\nevent: error\ndata: ${JSON.stringify({ type: 'error', error })}\n\n`);
    return;
  }
  res.destroy();
}

const reasonOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.message);
