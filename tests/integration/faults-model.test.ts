import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Turn } from '#emulators/messages-api/turn.ts';
import { db } from '#lib/db/client.ts';
import { type BuildOptions, ENDED_MS, type Ended, type FaultWorld, oneNumber, startFaultWorld } from './fault-world.ts';

vi.setConfig({ testTimeout: 600_000 });

let world: FaultWorld;
let appId: string;
beforeAll(async () => {
  world = await startFaultWorld();
  appId = await world.app();
  expect(await world.build(appId, oneNumber())).toMatchObject({ status: 'succeeded', versionNumber: 1 });
}, 600_000);
afterAll(() => world?.close());

const status = (code: number, headers: Record<string, string> = {}): Turn => ({
  fault: { kind: 'status', status: code, message: 'exactly these words', headers },
});
const LONG = 'Word by word by word. '.repeat(40);

/** What holds after every failure: it is over, it is said, nothing is held, the version stands. */
async function expectFailedWell(built: Ended, message: RegExp): Promise<void> {
  expect(built).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(message) } });
  expect(built.ms).toBeLessThan(ENDED_MS);
  expect(built.events.slice(-2)).toMatchObject([
    { kind: 'error', message: built.error?.message },
    { kind: 'done', status: 'failed' },
  ]);
  expect(await db().app.findUnique({ where: { id: appId } })).toMatchObject({
    headVersion: 1,
    agentSession: { sessionId: expect.any(String) },
  });
  expect(await db().sandbox.count({ where: { holder: { not: null } } })).toBe(0);
  expect(await db().runToken.count({ where: { buildId: built.id, revokedAt: null } })).toBe(0);
}

const CASES: readonly [string, readonly Turn[], RegExp, BuildOptions?][] = [
  ['401 ends at once and says which setting to check', [status(401)], /refused the key.*ANTHROPIC_API_KEY/],
  ['403 ends at once and says that the key lacks a right', [status(403)], /may not be used with this key/],
  ['429 with a wait of an hour ends at once', [status(429, { 'retry-after': '3600' })], /takes no more requests/],
  ['529 again and again ends after its retries and says to try again', [status(529)], /overloaded.*Try again/],
  [
    '500 again and again ends after its retries and says to try again',
    [status(500)],
    /answered with an error several times\. Try again in a few minutes\. It said: 500 exactly these words\.?$/,
  ],
  [
    'a refusal says so, and what to do',
    [{ text: 'I cannot.', fault: { kind: 'refusal' } }],
    /declined this request. Say it in other words/,
  ],
  [
    'a silence in the middle of an answer ends by its deadline',
    [{ text: LONG, fault: { kind: 'stall', afterDeltas: 3 } }],
    /silent for too long/,

    { limits: { stallMs: 3_000 } },
  ],
  [
    'a model that never answers ends by its deadline',
    [{ fault: { kind: 'hang' } }],
    /silent for too long/,

    { limits: { stallMs: 3_000 } },
  ],
  [
    'a model that is too slow ends by the deadline of the turn',
    [{ text: LONG, paceMs: 400 }],
    /ran out of time.*continue/,

    { limits: { agentMs: 4_000 } },
  ],
];

test.each(CASES)('%s', async (_name, turns, message, options) => {
  await expectFailedWell(await world.build(appId, turns, options), message);
});

test('after all of these the conversation and the app go on', async () => {
  const built = await world.build(appId, oneNumber('After the faults'));
  expect(built).toMatchObject({ status: 'succeeded', versionNumber: 2 });
});

const MENDED: readonly [string, readonly Turn[]][] = [
  ['429 with a short wait', [status(429, { 'retry-after': '1' })]],
  ['529', [status(529)]],
  ['500', [status(500)]],
  ['a connection that drops in the middle of a text', [{ text: LONG, fault: { kind: 'drop', afterDeltas: 3 } }]],
  ['a connection that is cut before any answer', [{ fault: { kind: 'reset' } }]],
];

test('what passes by itself is tried again, is said, and costs the build nothing', async () => {
  const faults = MENDED.flatMap(([, turns]) => turns);
  const [first, ...rest] = oneNumber('Mended');
  const built = await world.build(appId, [...faults.slice(0, 3), ...(first ? [first] : []), ...faults.slice(3), ...rest]);
  expect(built).toMatchObject({ status: 'succeeded', versionNumber: 3 });
  expect(built.events.filter((event) => event.kind === 'notice' && event.code === 'model_retry')).toHaveLength(MENDED.length);
});
