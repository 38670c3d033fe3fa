import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MessagesApi, startMessagesApi } from '#emulators/messages-api/server.ts';
import { db } from '#lib/db/client.ts';
import { resetEnv } from '#lib/env.ts';
import type { ModelGateway } from '#lib/models/gateway-server.ts';
import { DAILY_LIMIT_SETTING, dailyLimit, startOfDay } from '#lib/spend/daily-limit.ts';
import { reserve, settle, spentToday } from '#lib/spend/ledger.ts';
import { worstCaseUsd } from '#lib/spend/prices.ts';
import { gatewayFor, messagesBody, post, providerOf, runningBuild } from './gateway-world.ts';

const MODEL = 'claude-sonnet-5-5';
const setLimit = (usd: number | string | null) => {
  const value = usd as never;
  return db().setting.upsert({ where: { key: DAILY_LIMIT_SETTING }, create: { key: DAILY_LIMIT_SETTING, value }, update: { value } });
};
const one = { resource: 'model' as const, provider: 'anthropic', model: MODEL, usd: 1 };
const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 };

afterEach(async () => {
  await db().ledgerEntry.deleteMany();
  await db().setting.deleteMany();
  delete process.env.GLASSWORKS_DAILY_LIMIT_USD;
  resetEnv();
});

describe('the ledger', () => {
  test('lets parallel reservations take no more than the limit', async () => {
    await setLimit(5);
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => reserve(one)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await spentToday()).toBe(5);
  });

  test('gives back what a call did not use', async () => {
    await setLimit(1);
    const first = await reserve(one);
    await expect(reserve(one)).rejects.toMatchObject({ code: 'budget_exceeded' });
    await settle(first, { usage, usd: 0.25, status: 200 });
    await expect(reserve({ ...one, usd: 0.75 })).resolves.toBeDefined();
    expect(await spentToday()).toBe(1);
  });

  test('settles once, however often it is told', async () => {
    const { buildId } = await runningBuild([MODEL]);
    const reservation = await reserve({ ...one, buildId });
    await Promise.all([1, 2, 3].map(() => settle(reservation, { usage, usd: 0.1, status: 200 })));
    const build = await db().build.findUniqueOrThrow({ where: { id: buildId } });
    expect(build).toMatchObject({ inputTokens: 10, outputTokens: 5 });
    expect(build.modelUsd.toNumber()).toBe(0.1);
  });

  test('starts anew at midnight UTC and forgets no reservation of a process that died', async () => {
    await setLimit(1);
    const yesterday = new Date(startOfDay(new Date()).getTime() - 1);
    await reserve(one, yesterday);
    await expect(reserve(one)).resolves.toBeDefined();
    await expect(reserve(one)).rejects.toThrow(/daily limit of \$1\.00/);
  });

  test('refuses when the stored limit cannot be read', async () => {
    await setLimit('much');
    await expect(reserve(one)).rejects.toThrow();
  });

  test('takes the limit of the environment before the stored one', async () => {
    await setLimit(1);
    process.env.GLASSWORKS_DAILY_LIMIT_USD = '7';
    resetEnv();
    expect(await dailyLimit()).toEqual({ usd: 7, source: 'environment' });
  });
});

describe('the daily limit at the gateway', () => {
  let api: MessagesApi;
  let gateway: ModelGateway & { url: string };
  let build: Awaited<ReturnType<typeof runningBuild>>;
  beforeAll(async () => {
    api = await startMessagesApi({ apiKey: 'sk-x', turns: [{ text: 'ok', usage: { input_tokens: 100, output_tokens: 10 } }] });
    gateway = await gatewayFor(providerOf({ ANTHROPIC_API_KEY: 'sk-x', ANTHROPIC_BASE_URL: api.url }));
  });
  afterAll(async () => {
    await gateway.close();
    await api.close();
  });
  beforeEach(async () => {
    build = await runningBuild([MODEL]);
  });

  test('stops a call before it is made, and tells the person why and until when', async () => {
    await setLimit(0.000_001);
    const before = api.requests.length;
    const answer = await post(gateway.url, build.token, messagesBody(MODEL));
    expect(answer.status).toBe(402);
    expect(answer.headers.get('x-should-retry')).toBe('false');
    const body = (await answer.json()) as { error: { type: string; message: string } };
    expect(body.error.type).toBe('billing_error');
    expect(body.error.message).toMatch(/organisation's daily limit.*starts anew at \d{4}-\d\d-\d\d 00:00 UTC.*administrator/s);
    expect(api.requests.length).toBe(before);
    expect(await spentToday()).toBe(0);
  });

  test('holds against many calls at once: no more are made than it covers', async () => {
    const body = messagesBody(MODEL);
    const worst = worstCaseUsd(MODEL, body.length, 1000);
    await setLimit(worst * 3.5);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    api.setTurns([{ text: 'x'.repeat(100), hold: { afterDeltas: 1, until: held } }]);
    const before = api.requests.length;
    const stream = messagesBody(MODEL, { stream: true });
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(gateway.url, build.token, stream)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(3);
    expect(api.requests.length - before).toBe(3);
    release();
    await Promise.all(answers.map((answer) => answer.text()));
    expect(await spentToday()).toBeLessThan(worst * 3.5);
  });

  test('does not stop the demo model, which costs nothing', async () => {
    await setLimit(0);
    const demo = await gatewayFor(providerOf({}));
    const { token } = await runningBuild(['glassworks-demo']);
    expect((await post(demo.url, token, messagesBody('glassworks-demo'))).status).toBe(200);
    await demo.close();
  });
});
