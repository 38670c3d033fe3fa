import Anthropic from '@anthropic-ai/sdk';
import type { GuardedAgents } from '#lib/net/guarded-agents.ts';
import { guardedFetch } from '#lib/net/guarded-fetch.ts';
import { refusalIn } from '#lib/net/reach.ts';
import {
  type ModelAnswer,
  type ModelProvider,
  type ModelRequest,
  type ProviderCheck,
  type ProviderProbe,
  smallModelEnv,
} from '../provider.ts';
import { CLAUDE_MODELS } from './claude-models.ts';
import { post } from './http-call.ts';

const DEFAULT_BASE_URL = 'https://api.anthropic.com';
/** An error body is a page at most; it is held back to take our key out of it, should it be quoted. */
const MAX_ERROR_BYTES = 1024 * 1024;

export interface AnthropicOptions {
  readonly apiKey: string;
  readonly baseUrl?: string | undefined;
  readonly model?: string | undefined;
  /** Where calls may go, when the address is not the operator's own word. */
  readonly agents?: GuardedAgents | undefined;
}

/** Anthropic, or any endpoint that speaks its Messages API. */
export function anthropicProvider(options: AnthropicOptions): ModelProvider {
  const base = (options.baseUrl ?? DEFAULT_BASE_URL).replace(/\/+$/, '');
  const client = clientFor(base, options);
  const models = options.model ? [...new Set([options.model, ...CLAUDE_MODELS.all])] : CLAUDE_MODELS.all;
  const defaultModel = options.model ?? CLAUDE_MODELS.standard;
  // Another endpoint may know one model only.
  const smallModel = options.baseUrl && options.model ? options.model : CLAUDE_MODELS.small;
  return {
    name: 'anthropic',
    label: options.baseUrl ? `Anthropic-compatible (${new URL(base).host})` : 'Anthropic',
    models,
    defaultModel,
    smallModel,
    agentEnv: smallModelEnv(smallModel),
    send: (request, signal) => send(base, options, request, signal),
    check: (signal) => check(client, options.apiKey, defaultModel, signal),
    probe: (signal) => probe(client, options.apiKey, defaultModel, signal),
  };
}

async function send(base: string, { apiKey, agents }: AnthropicOptions, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
  // `identity`: the meter reads the bytes that pass.
  const headers = { ...request.headers, 'x-api-key': apiKey, 'accept-encoding': 'identity', 'content-type': 'application/json' };
  const answer = await post(new URL(base + request.path + request.search), headers, request.raw, signal, agents);
  if (answer.status < 400) return answer;
  const retry: Record<string, string> = answer.status === 401 || answer.status === 403 ? { 'x-should-retry': 'false' } : {};
  return { status: answer.status, headers: { ...retry, ...answer.headers }, body: withoutKey(answer.body, apiKey) };
}

async function* withoutKey(body: AsyncIterable<Uint8Array>, apiKey: string): AsyncIterable<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > MAX_ERROR_BYTES) break;
    parts.push(part);
  }
  const whole = Buffer.concat(parts);
  yield whole.includes(apiKey) ? Buffer.from(whole.toString('utf8').replaceAll(apiKey, '[removed]')) : whole;
}

function clientFor(baseURL: string, { apiKey, agents }: AnthropicOptions): Anthropic {
  // In the header that calls use, for a proxy that knows only that one.
  const credentials = { apiKey: null, authToken: null, defaultHeaders: { 'x-api-key': apiKey } };
  return new Anthropic({ ...credentials, baseURL, maxRetries: 0, logLevel: 'off', ...(agents ? { fetch: guardedFetch(agents) } : {}) });
}

/** Counting tokens is free. An endpoint that does not know how has been reached all the same. */
async function probe(client: Anthropic, apiKey: string, model: string, signal: AbortSignal): Promise<ProviderProbe> {
  try {
    await client.messages.countTokens({ model, messages: [{ role: 'user', content: 'ok' }] }, { signal });
    return { status: 'ok', message: `${model} can be used.` };
  } catch (error) {
    const status = error instanceof Anthropic.APIError ? (error.status as number | undefined) : undefined;
    if (status === 404 || status === 405 || status === 501) return { status: 'ok', message: 'It is reached; more is seen by a call.' };
    const busy = status !== undefined && (status === 429 || status >= 500);
    return { status: busy ? 'degraded' : 'down', message: adviceFor(error, model, client.baseURL).replaceAll(apiKey, '[removed]') };
  }
}

async function check(client: Anthropic, apiKey: string, model: string, signal: AbortSignal): Promise<ProviderCheck> {
  try {
    await client.messages.create(
      { model, max_tokens: 16, messages: [{ role: 'user', content: 'Answer with: ok' }] },
      { signal, timeout: 30_000 },
    );
    return { ok: true, message: `${model} answers.` };
  } catch (error) {
    return { ok: false, message: adviceFor(error, model, client.baseURL).replaceAll(apiKey, '[removed]') };
  }
}

function adviceFor(error: unknown, model: string, baseURL: string): string {
  const refused = refusalIn(error);
  if (refused) return refused.message;
  if (error instanceof Anthropic.AuthenticationError) {
    return 'The key is not accepted. Confirm that ANTHROPIC_API_KEY is valid and belongs to an active account.';
  }
  if (error instanceof Anthropic.PermissionDeniedError) return `The key may not use ${model}. Check the permissions of ANTHROPIC_API_KEY.`;
  if (error instanceof Anthropic.NotFoundError)
    return `${model} is not known at ${baseURL}. Check ANTHROPIC_MODEL_NAME and ANTHROPIC_BASE_URL.`;
  if (error instanceof Anthropic.RateLimitError) {
    return "The account's rate limit is reached. Check its usage limits; long builds can hit the limits of lower plans.";
  }
  if (error instanceof Anthropic.APIUserAbortError) return 'The check took too long and was given up.';
  if (error instanceof Anthropic.APIConnectionError)
    return `${baseURL} cannot be reached from this server. Check the network and ANTHROPIC_BASE_URL.`;
  if (error instanceof Anthropic.APIError) {
    return `Anthropic answered ${error.status ?? 'with an error'}: ${error.message}. Check the account's usage limits and credit.`;
  }
  return `The check failed: ${error instanceof Error ? error.message : String(error)}`;
}
