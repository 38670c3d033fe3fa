import { afterEach, describe, expect, test } from 'vitest';
import { type BedrockApi, startBedrockApi } from '#emulators/bedrock/server.ts';
import { db } from '#lib/db/client.ts';
import type { ModelGateway } from '#lib/models/gateway-server.ts';
import { gatewayFor, messagesBody, post, providerOf, runningBuild } from './gateway-world.ts';

const MODEL = 'claude-sonnet-5-5';
const BEARER = 'bedrock-api-key-secret';
const IAM = { BEDROCK_ACCESS_KEY_ID: 'AKIDEXAMPLE', BEDROCK_SECRET_ACCESS_KEY: 'very-secret' };
const CREDENTIALS = [
  ['bearer', { BEDROCK_API_KEY: BEARER }],
  ['sigv4', IAM],
] as const;

let api: BedrockApi;
let gateway: ModelGateway & { url: string };

async function world(variables: Record<string, string>, options: Parameters<typeof startBedrockApi>[0] = {}) {
  api = await startBedrockApi({ bearer: BEARER, accessKeyId: 'AKIDEXAMPLE', ...options });
  const provider = providerOf({ AI_DEFAULT_PROVIDER: 'bedrock', BEDROCK_REGION: 'eu-central-1', BEDROCK_ENDPOINT: api.url, ...variables });
  gateway = await gatewayFor(provider);
  return { provider, ...(await runningBuild([MODEL])) };
}
afterEach(async () => {
  await gateway.close();
  await api.close();
});

describe.each(CREDENTIALS)('Bedrock with %s credentials', (auth, variables) => {
  test('streams as the Messages API and is metered', async () => {
    const { token, buildId } = await world(variables);
    const answer = await post(gateway.url, token, messagesBody(MODEL, { stream: true }));
    expect(answer.headers.get('content-type')).toMatch(/text\/event-stream/);
    const text = await answer.text();
    expect(text).toMatch(/^event: message_start\ndata: {"type":"message_start"/);
    expect(text).toContain('Hello from Bedrock.');
    expect(text.trimEnd().split('\n\n').at(-1)).toContain('message_stop');
    expect(api.requests[0]).toMatchObject({ auth, modelId: 'eu.anthropic.claude-sonnet-5-5', operation: 'invoke-with-response-stream' });
    expect(api.requests[0]?.body.anthropic_beta).toEqual(['one-2026-01-01', 'two-2026-02-02']);
    const entry = await db().ledgerEntry.findFirstOrThrow({ where: { buildId } });
    expect(entry).toMatchObject({ provider: 'bedrock', state: 'settled', inputTokens: 1000, outputTokens: 40 });
    expect(api.refused).toEqual([]);
  });

  test('answers whole when it is not asked to stream, and when it is checked', async () => {
    const { token, provider } = await world(variables);
    const answer = await post(gateway.url, token, messagesBody(MODEL));
    expect(await answer.json()).toMatchObject({ type: 'message', content: [{ type: 'text', text: 'Hello from Bedrock.' }] });
    expect(await provider.check(AbortSignal.timeout(5_000))).toMatchObject({ ok: true });
    expect(api.requests.map((request) => request.operation)).toEqual(['invoke', 'invoke']);
  });
});

describe('Bedrock’s errors', () => {
  test.each([
    ['ThrottlingException', 429, 429, 'rate_limit_error'],
    ['AccessDeniedException', 403, 403, 'permission_error'],
    ['ValidationException', 400, 400, 'invalid_request_error'],
    ['ServiceUnavailableException', 503, 529, 'overloaded_error'],
    ['ModelTimeoutException', 408, 504, 'timeout_error'],
  ])('%s is told in the words of the Messages API', async (type, status, expected, kind) => {
    const { token } = await world({ BEDROCK_API_KEY: BEARER });
    api.setTurns([{ fault: { kind: 'error', status, type, message: 'why it failed', headers: { 'retry-after': '3' } } }]);
    const answer = await post(gateway.url, token, messagesBody(MODEL, { stream: true }));
    expect(answer.status).toBe(expected);
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(await answer.json()).toMatchObject({ error: { type: kind, message: expect.stringContaining('why it failed') } });
  });

  test('one in the middle of a stream becomes an error event', async () => {
    const { token, buildId } = await world({ BEDROCK_API_KEY: BEARER });
    api.setTurns([{ fault: { kind: 'exception', type: 'modelStreamErrorException', message: 'broke' } }]);
    const text = await (await post(gateway.url, token, messagesBody(MODEL, { stream: true }))).text();
    expect(text).toMatch(/event: error\ndata: .*"api_error".*broke/);
    expect(await db().ledgerEntry.findFirstOrThrow({ where: { buildId } })).toMatchObject({ state: 'settled', inputTokens: 1000 });
  });

  test('a beta that the region does not know is left out the second time', async () => {
    const { token } = await world({ BEDROCK_API_KEY: BEARER }, { unknownBetas: ['two-2026-02-02'] });
    const answer = await post(gateway.url, token, messagesBody(MODEL, { stream: true, context_management: { edits: [] } }));
    expect(answer.status).toBe(200);
    await answer.text();
    expect(api.requests[0]?.body).not.toHaveProperty('anthropic_beta');
    expect(api.requests[0]?.body).not.toHaveProperty('context_management');
  });

  test('wrong keys are explained by the check, without being shown', async () => {
    const { provider } = await world({ ...IAM, BEDROCK_ACCESS_KEY_ID: 'AKIDOTHER' });
    const result = await provider.check(AbortSignal.timeout(5_000));
    expect(result.ok).toBe(false);
    expect(result.message).toMatch(/BEDROCK_ACCESS_KEY_ID and BEDROCK_SECRET_ACCESS_KEY, is valid/);
    expect(result.message).not.toContain('very-secret');
  });
});

test.each(CREDENTIALS)('a probe with %s credentials asks without a call of the model, and knows refused ones', async (_auth, variables) => {
  const { provider } = await world(variables);
  const probe = (of = provider) => of.probe(AbortSignal.timeout(5_000));
  expect(await probe()).toMatchObject({ status: 'ok' });
  expect(api.requests).toEqual([]);
  const settings = { AI_DEFAULT_PROVIDER: 'bedrock', BEDROCK_REGION: 'eu-central-1', BEDROCK_ENDPOINT: api.url };
  expect(await probe(providerOf({ ...settings, BEDROCK_API_KEY: 'another' }))).toMatchObject({ status: 'down' });
  await api.close();
  expect(await probe()).toMatchObject({ status: 'down', message: expect.stringContaining('cannot be reached') });
  api = await startBedrockApi({});
});
