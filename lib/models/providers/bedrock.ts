import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type ResponseStream,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { z } from 'zod';
import type { GuardedAgents } from '#lib/net/guarded-agents.ts';
import { refusalIn } from '#lib/net/reach.ts';
import { estimateTokens } from '#lib/spend/prices.ts';
import { jsonAnswer, type ModelAnswer, type ModelProvider, type ModelRequest, type ProviderCheck, smallModelEnv } from '../provider.ts';
import { bedrockBody } from './bedrock-body.ts';
import { bedrockErrorAnswer, bedrockErrorEvent, isUnknownBeta } from './bedrock-errors.ts';
import { bedrockModelId } from './bedrock-model-id.ts';
import { probeBedrock } from './bedrock-probe.ts';
import { CLAUDE_MODELS } from './claude-models.ts';

const CONNECT_MS = 10_000;

export interface BedrockOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  /** Where calls may go, when the endpoint is not the operator's own word. */
  readonly agents?: GuardedAgents | undefined;
  /** A bearer token; it wins over the IAM keys. */
  readonly apiKey?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  readonly sessionToken?: string | undefined;
  readonly model?: string | undefined;
}

/** Claude on Amazon Bedrock, behind the same Messages API. */
export function bedrockProvider(options: BedrockOptions): ModelProvider {
  const client = new BedrockRuntimeClient(clientConfig(options));
  const defaultModel = options.model ?? CLAUDE_MODELS.standard;
  return {
    name: 'bedrock',
    label: `Amazon Bedrock (${options.region})`,
    models: [...new Set([defaultModel, ...CLAUDE_MODELS.all])],
    defaultModel,
    // Only Sonnet's access is promised by the setup instructions.
    smallModel: defaultModel,
    agentEnv: { ...smallModelEnv(defaultModel), CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' },
    send: (request, signal) => send(client, options.region, request, signal),
    check: (signal) => check(client, options.region, defaultModel, signal),
    probe: (signal) => probeBedrock(client, bedrockModelId(defaultModel, options.region), signal),
  };
}

function clientConfig(options: BedrockOptions): BedrockRuntimeClientConfig {
  const { apiKey, accessKeyId = '', secretAccessKey = '', sessionToken } = options;
  const auth = apiKey
    ? { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }
    : { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }, authSchemePreference: ['sigv4'] };
  return {
    region: options.region,
    ...(options.endpoint ? { endpoint: options.endpoint } : {}),
    // The agent repeats by itself; HTTP/1.1, as every proxy speaks it.
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_MS,
      requestTimeout: 0,
      socketTimeout: 0,
      ...(options.agents ? { httpAgent: options.agents.http, httpsAgent: options.agents.https } : {}),
    }),
    ...auth,
  };
}

async function send(client: BedrockRuntimeClient, region: string, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
  if (request.path === '/v1/messages/count_tokens') return jsonAnswer({ input_tokens: estimateTokens(request.raw.length) });
  const call = (withBetas: boolean) => invoke(client, region, request, withBetas, signal);
  try {
    return await call(true).catch((error: unknown) => {
      if (isUnknownBeta(error)) return call(false);
      throw error;
    });
  } catch (error) {
    const answer = bedrockErrorAnswer(error);
    if (answer) return answer;
    throw error;
  }
}

async function invoke(
  client: BedrockRuntimeClient,
  region: string,
  request: ModelRequest,
  withBetas: boolean,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  const input = {
    modelId: bedrockModelId(request.body.model, region),
    contentType: 'application/json',
    accept: 'application/json',
    body: bedrockBody(request, withBetas),
  };
  if (request.body.stream !== true) {
    const answer = await client.send(new InvokeModelCommand(input), { abortSignal: signal });
    return { status: 200, headers: { 'content-type': 'application/json' }, body: asStream(answer.body) };
  }
  const answer = await client.send(new InvokeModelWithResponseStreamCommand(input), { abortSignal: signal });
  if (!answer.body) throw new Error('Bedrock answered without a body');
  return { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body: asServerSentEvents(answer.body) };
}

async function* asStream(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

async function* asServerSentEvents(events: AsyncIterable<ResponseStream>): AsyncIterable<Uint8Array> {
  try {
    for await (const event of events) {
      const bytes = event.chunk?.bytes;
      if (!bytes) {
        const failure = Object.values(event).find((value) => value instanceof Error);
        if (failure) throw failure;
        continue;
      }
      const json = Buffer.from(bytes).toString('utf8');
      yield Buffer.from(`event: ${typeOf(json)}\ndata: ${json}\n\n`);
    }
  } catch (error) {
    const event = bedrockErrorEvent(error);
    if (!event) throw error;
    yield Buffer.from(event);
  }
}

const StreamEvent = z.object({ type: z.string().regex(/^[a-z_]+$/) });
const typeOf = (json: string): string => StreamEvent.parse(JSON.parse(json)).type;

async function check(client: BedrockRuntimeClient, region: string, model: string, signal: AbortSignal): Promise<ProviderCheck> {
  const modelId = bedrockModelId(model, region);
  const body = JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 16,
    messages: [{ role: 'user', content: 'Answer with: ok' }],
  });
  try {
    await client.send(new InvokeModelCommand({ modelId, contentType: 'application/json', accept: 'application/json', body }), {
      abortSignal: signal,
    });
    return { ok: true, message: `${modelId} answers in ${region}.` };
  } catch (error) {
    return { ok: false, message: `${error instanceof Error ? error.message : String(error)}. ${adviceFor(error, modelId, region)}` };
  }
}

function adviceFor(error: unknown, modelId: string, region: string): string {
  const refused = refusalIn(error);
  if (refused) return 'Check BEDROCK_ENDPOINT.';
  const status = bedrockErrorAnswer(error)?.status;
  if (status === 403) {
    return (
      'Confirm that BEDROCK_API_KEY, or the pair BEDROCK_ACCESS_KEY_ID and BEDROCK_SECRET_ACCESS_KEY, is valid; ' +
      'with IAM keys the principal must be allowed to invoke Claude models on Bedrock.'
    );
  }
  if (status === 429) return 'The account is throttled on Bedrock: ask AWS for a higher quota or try later.';
  if (status === 400 || status === 404)
    return `Confirm that access to ${modelId} is enabled in BEDROCK_REGION (${region}), or set BEDROCK_MODEL_NAME.`;
  return `Confirm that BEDROCK_REGION (${region}) is right and that this server reaches Bedrock there.`;
}
