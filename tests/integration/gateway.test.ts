import { statSync } from 'node:fs';
import http from 'node:http';
import { dirname } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MessagesApi, startMessagesApi } from '#emulators/messages-api/server.ts';
import { db } from '#lib/db/client.ts';
import type { ModelGateway } from '#lib/models/gateway-server.ts';
import { mintRunToken, revokeRunTokens } from '#lib/models/run-token.ts';
import { costUsd } from '#lib/spend/prices.ts';
import { gatewayFor, messagesBody, post, providerOf, runningBuild, socketIn, TOOLS, until } from './gateway-world.ts';

const MODEL = 'claude-sonnet-5-5';
const KEY = 'sk-ant-real-key-never-shown';
const socketPath = socketIn(process.env.GLASSWORKS_DATA_DIR ?? '/tmp');
let api: MessagesApi;
let gateway: ModelGateway & { url: string };
let build: Awaited<ReturnType<typeof runningBuild>>;

beforeAll(async () => {
  api = await startMessagesApi({ apiKey: KEY });
  const provider = providerOf({ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: api.url, ANTHROPIC_MODEL_NAME: MODEL });
  gateway = await gatewayFor(provider, { socketPath, limits: { idleMs: 400 } });
});
afterAll(async () => {
  await gateway.close();
  await api.close();
});
beforeEach(async () => {
  build = await runningBuild([MODEL]);
});

const entries = () => db().ledgerEntry.findMany({ where: { buildId: build.buildId } });
const settledEntry = () => until(async () => (await entries()).find((entry) => entry.state !== 'reserved'), 'a settled entry');
const buildRow = () => db().build.findUniqueOrThrow({ where: { id: build.buildId } });

describe('a call through the gateway', () => {
  test('reaches the provider with the real key, unchanged, and without the run token', async () => {
    api.setTurns([{ text: 'Hi.' }]);
    const body = messagesBody(MODEL, { stream: true, unheard_of: { kept: [1, 'ü'] } });
    const answer = await post(gateway.url, build.token, body);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('event: message_stop');
    const seen = api.requests.at(-1);
    expect(seen?.raw).toBe(body);
    expect(seen?.search).toBe('?beta=true');
    expect(seen?.headers['anthropic-beta']).toBe('one-2026-01-01,two-2026-02-02');
    expect(JSON.stringify(seen?.headers)).not.toContain(build.token);
    expect(api.refused).toEqual([]);
  });

  test('streams: the first byte arrives before the last is written', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    api.setTurns([{ text: 'x'.repeat(200), hold: { afterDeltas: 1, until: held } }]);
    const answer = await post(gateway.url, build.token, messagesBody(MODEL, { stream: true }));
    const reader = answer.body?.getReader();
    let text = '';
    while (!text.includes('content_block_delta')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(text).not.toContain('message_stop');
    release();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) text += Buffer.from(part.value).toString();
    expect(text).toContain('message_stop');
  });

  test('works for the SDK client, streamed and whole, and the ledger holds what was used', async () => {
    const usage = { input_tokens: 1200, output_tokens: 80, cache_creation_input_tokens: 9000, cache_read_input_tokens: 70 };
    api.setTurns([{ text: 'Done.', tools: [{ name: 'Bash', input: { command: 'ls' } }], usage }]);
    const client = new Anthropic({ authToken: build.token, apiKey: null, baseURL: gateway.url, maxRetries: 0 });
    const request = { model: MODEL, max_tokens: 500, messages: [{ role: 'user' as const, content: 'hello' }], tools: TOOLS };
    const streamed = await client.messages.stream(request).finalMessage();
    expect(streamed.content.map((block) => block.type)).toEqual(['text', 'tool_use']);
    const whole = await client.messages.create(request);
    expect(whole.usage.output_tokens).toBe(80);
    const rows = await until(async () => ((await entries()).every((row) => row.state === 'settled') ? entries() : null), 'both settled');
    expect(rows).toHaveLength(2);
    const usd = costUsd(MODEL, { inputTokens: 1200, outputTokens: 80, cacheReadTokens: 70, cacheWriteTokens: 9000 });
    for (const row of rows) {
      expect(row).toMatchObject({ inputTokens: 1200, outputTokens: 80, cacheReadTokens: 70, cacheWriteTokens: 9000, status: 200 });
      expect(row.usd.toNumber()).toBeCloseTo(usd, 5);
    }
    const row = await buildRow();
    expect(row).toMatchObject({ inputTokens: 2400, outputTokens: 160, cacheWriteTokens: 18_000 });
    expect(row.modelUsd.toNumber()).toBeCloseTo(2 * usd, 5);
  });

  test('comes over the unix socket too, which any user may open', async () => {
    api.setTurns([{ text: 'Over the socket.' }]);
    const headers = { 'x-api-key': build.token, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' };
    const text = await new Promise<string>((resolve, reject) => {
      const req = http.request({ socketPath, path: '/v1/messages', method: 'POST', headers }, async (res) => {
        let all = '';
        for await (const part of res) all += part;
        resolve(all);
      });
      req.on('error', reject);
      req.end(messagesBody(MODEL));
    });
    expect(text).toContain('Over the socket.');
    expect(statSync(socketPath).mode & 0o777).toBe(0o666);
    expect(statSync(dirname(socketPath)).mode & 0o777).toBe(0o755);
  });

  test('stops at the provider when the client goes away, and is settled', async () => {
    api.setTurns([{ text: 'y'.repeat(400), paceMs: 20 }]);
    const leave = new AbortController();
    const answer = await post(gateway.url, build.token, messagesBody(MODEL, { stream: true }), { signal: leave.signal });
    await answer.body?.getReader().read();
    leave.abort();
    const entry = await settledEntry();
    expect(entry).toMatchObject({ state: 'settled', inputTokens: 1000, status: 200 });
    await until(async () => api.requests.at(-1)?.ended === 'client left', 'the provider sees the end');
  });

  test('answers the agent’s greeting and nothing else', async () => {
    expect((await fetch(`${gateway.url}/api/hello`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${gateway.url}/`, { method: 'HEAD' })).status).toBe(200);
    for (const path of ['/v1/models', '/admin/state', '/v1/messages/batches', '/v1/messages/../files']) {
      const answer = await fetch(gateway.url + path, { method: 'POST', headers: { authorization: `Bearer ${build.token}` } });
      expect(answer.status, path).toBe(404);
      expect(await answer.json()).toMatchObject({ type: 'error', error: { type: 'not_found_error' } });
    }
  });

  test('counts tokens for nothing', async () => {
    const headers = { authorization: `Bearer ${build.token}`, 'content-type': 'application/json', 'anthropic-version': '2023-06-01' };
    const body = JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'hello' }] });
    const answer = await fetch(`${gateway.url}/v1/messages/count_tokens`, { method: 'POST', headers, body });
    expect(await answer.json()).toEqual({ input_tokens: expect.any(Number) });
    expect(await entries()).toEqual([]);
  });
});

describe('the gateway refuses', () => {
  const refusal = async (answer: Response) => ({
    status: answer.status,
    retry: answer.headers.get('x-should-retry'),
    body: (await answer.json()) as { error: { type: string; message: string } },
  });
  const refused = async (token: string, body = messagesBody(MODEL)) => refusal(await post(gateway.url, token, body));

  test('a token that is unknown, expired or revoked, or whose build has ended, and says not to repeat', async () => {
    const before = api.requests.length;
    const expired = await mintRunToken({ buildId: build.buildId, models: [MODEL], ttlMs: -1 });
    const other = await mintRunToken({ buildId: build.buildId, models: [MODEL], ttlMs: 60_000 });
    await db().build.update({ where: { id: build.buildId }, data: { status: 'succeeded' } });
    const ended = build;
    build = await runningBuild([MODEL]);
    await revokeRunTokens(build.buildId);
    for (const token of ['gwr_made_up', '', 'sk-ant-own-key', expired, ended.token, other, build.token]) {
      const answer = await refused(token);
      expect(answer, token).toMatchObject({ status: 401, retry: 'false', body: { error: { type: 'authentication_error' } } });
    }
    expect(api.requests.length).toBe(before);
  });

  test('a token within two seconds after it was revoked elsewhere, although it was just used', async () => {
    api.setTurns([{ text: 'ok' }]);
    expect((await post(gateway.url, build.token, messagesBody(MODEL))).status).toBe(200);
    await db().runToken.updateMany({ where: { buildId: build.buildId }, data: { revokedAt: new Date() } });
    await until(async () => (await post(gateway.url, build.token, messagesBody(MODEL))).status === 401, 'refused', 2_500);
  });

  test('a model that the build may not use', async () => {
    expect(await refused(build.token, messagesBody('claude-opus-5-5'))).toMatchObject({
      status: 403,
      retry: 'false',
      body: { error: { type: 'permission_error' } },
    });
  });

  test('what would reach out of the sandbox through the provider', async () => {
    const before = api.requests.length;
    const image = { type: 'image', source: { type: 'url', url: 'https://evil.example/?secret' } };
    const ways = [
      { tools: [{ type: 'web_fetch_20250910', name: 'web_fetch' }] },
      { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
      { mcp_servers: [{ type: 'url', url: 'https://evil.example' }] },
      { messages: [{ role: 'user', content: [image] }] },
      { messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: [image] }] }] },
    ];
    for (const way of ways) expect((await refused(build.token, messagesBody(MODEL, way))).status, JSON.stringify(way)).toBe(403);
    expect(api.requests.length).toBe(before);
  });

  test('a body that is no request, and one that is too large', async () => {
    expect((await refused(build.token, 'no json')).status).toBe(400);
    expect((await refused(build.token, JSON.stringify({ model: MODEL, messages: [] }))).status).toBe(400);
    expect((await refused(build.token, JSON.stringify({ model: MODEL, messages: [{}] }))).body.error.message).toMatch(/max_tokens/);
    const big = http.request(`${gateway.url}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${build.token}`, 'content-length': String(33 * 1024 * 1024) },
    });
    const status = new Promise((resolve) => big.on('response', (res) => resolve(res.statusCode)));
    big.on('error', () => undefined);
    big.write('{');
    expect(await status).toBe(413);
    big.destroy();
  });
});

test('one build cannot take all calls for itself: another one is answered', async () => {
  const other = await runningBuild([MODEL]);
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  api.setTurns(Array.from({ length: 14 }, () => ({ text: 'x'.repeat(200), hold: { afterDeltas: 1, until: held } })));
  const one = await gatewayFor(providerOf({ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: api.url, ANTHROPIC_MODEL_NAME: MODEL }), {
    limits: { perBuild: 2 },
  });
  const body = messagesBody(MODEL, { stream: true });
  const begun = await Promise.all([post(one.url, build.token, body), post(one.url, build.token, body)]);
  expect(begun.map((answer) => answer.status)).toEqual([200, 200]);
  const refused = await post(one.url, build.token, body);
  expect([refused.status, refused.headers.get('x-should-retry')]).toEqual([429, 'true']);
  const third = await post(one.url, other.token, body);
  expect(third.status).toBe(200);
  release();
  for (const answer of [...begun, third]) await answer.text();
  api.setTurns([{ text: 'Hi.' }]);
  await until(async () => (await post(one.url, build.token, body)).status === 200, 'an ended call makes room');
  await one.close();
});

describe('when the provider fails', () => {
  test.each([
    [429, 'rate_limit_error', { 'retry-after': '7' }],
    [529, 'overloaded_error', {}],
    [500, 'api_error', {}],
    [402, 'billing_error', {}],
  ])('its %i is passed on word for word and costs nothing', async (status, type, headers) => {
    api.setTurns([{ fault: { kind: 'status', status, message: 'exactly these words', headers } }]);
    const answer = await post(gateway.url, build.token, messagesBody(MODEL, { stream: true }));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(new Headers(headers).get('retry-after'));
    expect(await answer.json()).toMatchObject({ error: { type, message: 'exactly these words' } });
    expect(await settledEntry()).toMatchObject({ state: 'released', status });
    expect((await buildRow()).modelUsd.toNumber()).toBe(0);
  });

  test('a key that it quotes in an error does not come through', async () => {
    api.setTurns([{ fault: { kind: 'status', status: 401, message: `invalid x-api-key: ${KEY}` } }]);
    const answer = await post(gateway.url, build.token, messagesBody(MODEL));
    expect(answer.headers.get('x-should-retry')).toBe('false');
    expect(await answer.text()).not.toContain(KEY);
  });

  test('a connection that breaks in the middle breaks here too, and what was written is paid', async () => {
    api.setTurns([{ text: 'z'.repeat(400), fault: { kind: 'drop', afterDeltas: 5 } }]);
    const answer = await post(gateway.url, build.token, messagesBody(MODEL, { stream: true }));
    await expect(answer.text()).rejects.toThrow();
    const entry = await settledEntry();
    expect(entry).toMatchObject({ state: 'settled', inputTokens: 1000 });
    expect(entry.outputTokens).toBeGreaterThan(20);
  });

  test('a silence ends with an error event, not with an endless wait', async () => {
    api.setTurns([{ text: 'z'.repeat(400), fault: { kind: 'stall', afterDeltas: 2 } }]);
    const answer = await post(gateway.url, build.token, messagesBody(MODEL, { stream: true }));
    expect(await answer.text()).toMatch(/event: error\ndata: .*sent nothing/);
    expect((await settledEntry()).inputTokens).toBe(1000);
  });

  test('a connection that is refused is an error that may be repeated', async () => {
    api.setTurns([{ fault: { kind: 'reset' } }]);
    const answer = await post(gateway.url, build.token, messagesBody(MODEL));
    expect(answer.status).toBe(502);
    expect(answer.headers.get('x-should-retry')).toBe('true');
    expect(await settledEntry()).toMatchObject({ state: 'released', status: null });
  });
});

describe('the check of the provider', () => {
  const signal = AbortSignal.timeout(10_000);
  const settings = () => ({ ANTHROPIC_BASE_URL: api.url, ANTHROPIC_MODEL_NAME: MODEL });

  test('really calls it', async () => {
    expect(await providerOf({ ...settings(), ANTHROPIC_API_KEY: KEY }).check(signal), api.refused.join()).toEqual({
      ok: true,
      message: expect.any(String),
    });
  });

  test('says what to do when the key is wrong, without showing it', async () => {
    const result = await providerOf({ ...settings(), ANTHROPIC_API_KEY: 'sk-wrong' }).check(signal);
    expect(result.ok).toBe(false);
    expect(result.message).toMatch(/ANTHROPIC_API_KEY/);
    expect(result.message).not.toContain('sk-wrong');
  });
});
