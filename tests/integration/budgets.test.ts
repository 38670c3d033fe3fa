import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { db } from '#lib/db/client.ts';
import { resetEnv } from '#lib/env.ts';
import { giveBackExpired, release, requireSomeBudget, reserve, settle } from '#lib/spend/ledger.ts';
import { runningBuild } from './gateway-world.ts';
import { budget, counted, forgetMoney, group, inLedger, inTimeZone, personWithApp, silence, space } from './money-world.ts';

const MODEL = 'claude-sonnet-5-5';
const one = { resource: 'model' as const, provider: 'anthropic', model: MODEL, usd: 1 };
const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 };
const exceeded = { code: 'budget_exceeded' };

afterEach(async () => {
  await forgetMoney();
  await db().groupMember.deleteMany();
  delete process.env.GLASSWORKS_DAILY_LIMIT_USD;
  resetEnv();
});

describe('the ledger', () => {
  test('lets parallel reservations take no more than the limit', async () => {
    await budget(5);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => reserve(one)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect([await counted(), await inLedger()]).toEqual([5, 5]);
  });

  test('gives back what a call did not use, and all of one that was not made', async () => {
    await budget(1);
    const first = await reserve(one);
    await expect(reserve(one)).rejects.toMatchObject(exceeded);
    await settle(first, { usage, usd: 0.25, status: 200 });
    const second = await reserve({ ...one, usd: 0.75 });
    expect(await counted()).toBe(1);
    await release(second);
    expect([await counted(), await inLedger()]).toEqual([0.25, 0.25]);
  });

  test('settles once, however often it is told', async () => {
    const { buildId, appId } = await runningBuild([MODEL]);
    const reservation = await reserve({ ...one, buildId, appId });
    await Promise.all([1, 2, 3].map(() => settle(reservation, { usage, usd: 0.1, status: 200 })));
    const build = await db().build.findUniqueOrThrow({ where: { id: buildId } });
    expect(build).toMatchObject({ inputTokens: 10, outputTokens: 5 });
    expect([build.modelUsd.toNumber(), await counted()]).toEqual([0.1, 0.1]);
  });

  test('adds what floats cannot', async () => {
    await budget('0.3');
    for (const usd of [0.1, 0.2]) await settle(await reserve({ ...one, usd }), { usage, usd });
    expect(await counted()).toBe(0.3);
    await expect(reserve({ ...one, usd: 0.000001 })).rejects.toMatchObject(exceeded);
  });

  test('takes the limit of the environment as one more budget', async () => {
    await budget(10);
    process.env.GLASSWORKS_DAILY_LIMIT_USD = '2';
    resetEnv();
    await reserve(one);
    await reserve(one);
    await expect(reserve(one)).rejects.toThrow(/organisation's daily limit of \$2\.00.*GLASSWORKS_DAILY_LIMIT_USD/);
  });

  test('only warns where a budget warns', async () => {
    await budget(1, { action: 'warn', notifyAtPercent: [50, 100] });
    for (const usd of [0.6, 0.6]) await settle(await reserve({ ...one, usd }), { usage, usd });
    expect((await db().budgetNotice.findMany({ orderBy: { mark: 'asc' } })).map(({ mark }) => mark)).toEqual([50, 100]);
  });

  test('asks a budget of one resource for that resource only', async () => {
    await budget(1, { resource: 'sandbox' });
    await reserve({ ...one, usd: 5 });
    await expect(reserve({ resource: 'sandbox', provider: 'e2b', usd: 2 })).rejects.toThrow(/for sandboxes/);
  });

  test('refuses a build before it starts when nothing is left', async () => {
    const { userId, appId } = await personWithApp();
    const about = { model: MODEL, appId, userId };
    await budget(1, { scope: { kind: 'user', id: userId } });
    await expect(requireSomeBudget(about)).resolves.toBeUndefined();
    await reserve({ ...one, userId, appId });
    await expect(requireSomeBudget(about)).rejects.toThrow(/^Ada's daily limit of \$1\.00/);
  });
});

describe('whose money it is', () => {
  test('of a space and those above it, and of no other', async () => {
    const [sales, other] = [await space('Sales'), await space('Other')];
    const inside = await personWithApp(await space('Europe', sales));
    await budget(1, { scope: { kind: 'space', id: sales } });
    await reserve({ ...one, ...(await personWithApp(other)) });
    await reserve({ ...one, ...inside });
    await expect(reserve({ ...one, ...inside })).rejects.toThrow(/^The space “Sales”'s daily limit/);
  });

  test('of the groups in which a person is at that moment: what was spent before stays where it was', async () => {
    const { userId, appId } = await personWithApp();
    const [red, blue] = [await group('Red', [userId]), await group('Blue')];
    await budget(1, { scope: { kind: 'group', id: red } });
    await budget(1, { scope: { kind: 'group', id: blue } });
    const first = await reserve({ ...one, userId, appId });
    await expect(reserve({ ...one, userId, appId })).rejects.toThrow(/“Red”/);
    await db().groupMember.deleteMany({ where: { userId } });
    await db().groupMember.create({ data: { groupId: blue, userId } });
    await reserve({ ...one, userId, appId });
    await expect(reserve({ ...one, userId, appId })).rejects.toThrow(/“Blue”/);
    await settle(first, { usage, usd: 0.5 });
    expect([await counted(`group:${red}`), await counted(`group:${blue}`)]).toEqual([0.5, 1]);
    expect(await db().ledgerEntry.findMany({ select: { groupIds: true }, orderBy: { at: 'asc' } })).toEqual([
      { groupIds: [red] },
      { groupIds: [blue] },
    ]);
  });

  test('of the space in which the app lies at that moment', async () => {
    const [here, there] = [await space('Here'), await space('There')];
    const { userId, appId } = await personWithApp(here);
    await budget(1, { scope: { kind: 'space', id: here }, period: 'month' });
    await reserve({ ...one, userId, appId });
    await expect(reserve({ ...one, userId, appId })).rejects.toThrow(/“Here”/);
    await db().app.update({ where: { id: appId }, data: { spaceId: there } });
    await reserve({ ...one, userId, appId });
    expect([await counted(`space:${here}`), await counted(`space:${there}`)]).toEqual([1, 1]);
  });
});

describe('the calendar', () => {
  const spend = async (at: string) => reserve(one, new Date(at));

  test.each([
    ['day', 'UTC', '2026-11-20T23:59:59Z', '2026-11-21T00:00:00Z'],
    ['week', 'UTC', '2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z'],
    ['month', 'UTC', '2026-02-28T23:59:59Z', '2026-03-01T00:00:00Z'],
    ['day', 'Europe/Berlin', '2026-11-20T22:59:59Z', '2026-11-20T23:00:00Z'],
    ['day', 'Europe/Berlin', '2026-07-20T21:59:59Z', '2026-07-20T22:00:00Z'],
    ['month', 'Asia/Kolkata', '2026-08-31T18:29:59Z', '2026-08-31T18:30:00Z'],
    ['week', 'America/New_York', '2026-11-02T04:59:59Z', '2026-11-02T05:00:00Z'],
  ] as const)('a %s in %s ends between %s and %s', async (period, zone, before, after) => {
    await inTimeZone(zone);
    await budget(1, { period });
    await spend(before);
    await expect(spend(before)).rejects.toMatchObject(exceeded);
    await spend(after);
    await expect(spend(after)).rejects.toMatchObject(exceeded);
  });

  test.each([
    ['25 hours long when clocks go back', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'],
    ['23 hours long when clocks go ahead', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'],
  ])('a day is %s', async (_what, first, last, next) => {
    await inTimeZone('Europe/Berlin');
    await budget(1);
    await spend(first);
    await expect(spend(last)).rejects.toThrow(/starts anew at \d{4}-\d\d-\d\d 00:00 Europe\/Berlin/);
    await spend(next);
  });

  test('refuses when the time zone cannot be read', async () => {
    await inTimeZone('Nowhere/Land');
    await expect(reserve(one)).rejects.toThrow(/time zone/);
  });

  test('counts a call for the day on which it began, whenever it ends', async () => {
    await budget(1);
    const yesterday = await reserve(one, new Date(Date.now() - 86_400_000));
    await reserve(one);
    await settle(yesterday, { usage, usd: 0.4 });
    const days = await db().spendCounter.findMany({ where: { scope: 'org', resource: 'model' }, orderBy: { day: 'asc' } });
    expect(days.map(({ usd, reservedUsd }) => [usd.toNumber(), reservedUsd.toNumber()])).toEqual([
      [0.4, 0],
      [0, 1],
    ]);
  });
});

describe('a reservation whose owner died', () => {
  test('is ignored and given back by the next call', async () => {
    await budget(1);
    const lost = await reserve(one);
    await expect(reserve(one)).rejects.toMatchObject(exceeded);
    await silence(lost.id);
    await reserve(one);
    expect(await db().ledgerEntry.findUnique({ where: { id: lost.id } })).toMatchObject({ state: 'expired' });
    expect(await counted()).toBe(1);
  });

  test('keeps what is known to be spent, and takes what really was when its owner comes back', async () => {
    const lost = await reserve(one);
    await db().ledgerEntry.update({ where: { id: lost.id }, data: { floorUsd: 0.2 } });
    await silence(lost.id);
    expect(await giveBackExpired()).toBe(1);
    expect([await counted(), await inLedger()]).toEqual([0.2, 0.2]);
    await settle(lost, { usage, usd: 0.7 });
    expect([await counted(), await inLedger()]).toEqual([0.7, 0.7]);
  });

  test('is given back though a clock was set back', async () => {
    const lost = await reserve(one);
    await db().ledgerEntry.update({ where: { id: lost.id }, data: { expiresAt: new Date(Date.now() + 3_600_000) } });
    expect(await giveBackExpired()).toBe(1);
    expect(await counted()).toBe(0);
  });

  test('when its process was killed, is back within a minute', { timeout: 90_000 }, async () => {
    await budget(1);
    const child = spawn(process.execPath, ['tests/integration/spend-and-hang.ts'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const died = performance.now();
    child.kill('SIGKILL');
    await expect(reserve(one)).rejects.toMatchObject(exceeded);
    await expect.poll(() => giveBackExpired(), { timeout: 60_000, interval: 500 }).toBe(1);
    expect(performance.now() - died).toBeLessThan(60_000);
    await reserve(one);
  });
});

describe('notices', () => {
  test('come once a period, and into the audit log', async () => {
    const id = await budget(1, { notifyAtPercent: [50, 80] });
    for (const usd of [0.4, 0.15, 0.05]) await settle(await reserve({ ...one, usd }), { usage, usd });
    await expect(reserve(one)).rejects.toMatchObject(exceeded);
    await expect(reserve(one)).rejects.toMatchObject(exceeded);
    const marks = await db().budgetNotice.findMany({ where: { budgetId: id }, orderBy: { mark: 'asc' } });
    expect(marks.map(({ mark }) => mark)).toEqual([0, 50]);
    const lines = await db().auditEntry.findMany({ where: { subjectId: id }, orderBy: { seq: 'asc' } });
    expect(lines.map(({ action, actorKind }) => `${actorKind} ${action}`)).toEqual(['system budget.reached', 'system budget.stopped']);
  });

  test('do not count what is only set aside', async () => {
    await budget(1, { notifyAtPercent: [50] });
    const held = await reserve(one);
    await settle(held, { usage, usd: 0.1 });
    expect(await db().budgetNotice.count()).toBe(0);
  });
});
