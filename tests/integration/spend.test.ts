import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MessagesApi, startMessagesApi } from '#emulators/messages-api/server.ts';
import type { ModelGateway } from '#lib/models/gateway-server.ts';
import { worstCaseUsd } from '#lib/spend/prices.ts';
import { gatewayFor, messagesBody, post, providerOf, runningBuild } from './gateway-world.ts';
import { budget, counted, forgetMoney, inLedger } from './money-world.ts';

const MODEL = 'claude-sonnet-5-5';

afterEach(forgetMoney);

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
    await budget(0.000_001);
    const before = api.requests.length;
    const answer = await post(gateway.url, build.token, messagesBody(MODEL));
    expect(answer.status).toBe(402);
    expect(answer.headers.get('x-should-retry')).toBe('false');
    const body = (await answer.json()) as { error: { type: string; message: string } };
    expect(body.error.type).toBe('billing_error');
    expect(body.error.message).toMatch(/organisation's daily limit.*starts anew at \d{4}-\d\d-\d\d 00:00 UTC.*administrator/s);
    expect(api.requests.length).toBe(before);
    expect(await counted()).toBe(0);
  });

  test('holds against many calls at once: no more are made than it covers', async () => {
    const body = messagesBody(MODEL);
    const worst = worstCaseUsd(MODEL, body.length, 1000);
    await budget(worst * 3.5);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    api.setTurns([{ text: 'x'.repeat(100), hold: { afterDeltas: 1, until: held } }]);
    const before = api.requests.length;
    const stream = messagesBody(MODEL, { stream: true });
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(gateway.url, build.token, stream)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(3);
    expect(api.requests.length - before).toBe(3);
    release();
    await Promise.all(answers.map((answer) => answer.text()));
    expect(await counted()).toBeLessThan(worst * 3.5);
  });

  test('holds for 50 builds at once that all call again and again: the ledger never shows more than the dollar', async () => {
    api.setTurns([{ text: 'ok '.repeat(30), usage: { input_tokens: 2000, output_tokens: 900 } }]);
    await budget(1);
    const builds = await Promise.all(Array.from({ length: 50 }, () => runningBuild([MODEL])));
    const body = messagesBody(MODEL, { stream: true, system: 'x'.repeat(9000) });
    const statuses: number[] = [];
    let most = 0;
    await Promise.all(
      builds.map(async ({ token }) => {
        for (let call = 0; call < 5; call++) {
          const answer = await post(gateway.url, token, body);
          await answer.text();
          statuses.push(answer.status);
          most = Math.max(most, await counted());
        }
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200, 402]));
    expect(most).toBeLessThanOrEqual(1);
    expect(await inLedger()).toBeLessThanOrEqual(1);
    expect(await inLedger()).toBeGreaterThan(0.9);
  });

  test('does not stop the demo model, which costs nothing', async () => {
    await budget(0);
    const demo = await gatewayFor(providerOf({}));
    const { token } = await runningBuild(['glassworks-demo']);
    expect((await post(demo.url, token, messagesBody('glassworks-demo'))).status).toBe(200);
    await demo.close();
  });
});
