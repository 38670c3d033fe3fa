import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { db } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import { listAdminBuilds } from '#lib/spend/admin-builds.ts';
import { changeBudget, createBudget, deleteBudget, endOverride, listBudgets, overrideBudget } from '#lib/spend/budgets.ts';
import { changeTimeZone } from '#lib/spend/calendar.ts';
import { currentPrices } from '#lib/spend/current-prices.ts';
import { buildEstimate } from '#lib/spend/estimate.ts';
import { reserve, settle } from '#lib/spend/ledger.ts';
import { closeNotice, myNotices } from '#lib/spend/my-notices.ts';
import { paidQuery } from '#lib/spend/paid-query.ts';
import { deletePrice, listPrices, putPrice } from '#lib/spend/price-lines.ts';
import { costUsd } from '#lib/spend/prices.ts';
import { meterSandbox } from '#lib/spend/sandbox-meter.ts';
import { readSummary, readUsage } from '#lib/spend/usage.ts';
import { makeOwnedApp } from '../setup/records.ts';
import { budget, counted, forgetMoney } from './money-world.ts';

const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
let world: Awaited<ReturnType<typeof makeOwnedApp>>;

beforeEach(async () => {
  world = await makeOwnedApp();
});
afterEach(async () => {
  await forgetMoney();
  await db().build.deleteMany();
});
afterAll(() => closeQueue());

const payer = () => ({ userId: world.owner.userId, appId: world.appId });
async function spend(usd: number, about: { resource?: 'model' | 'warehouse'; at?: Date } = {}): Promise<void> {
  const { resource = 'model', at = null } = about;
  await settle(await reserve({ resource, provider: 'p', model: 'm', ...payer(), usd }, at), { usage, usd });
}
const listed = () => listBudgets({ limit: 50, sort: '-used' });
const audited = async (action: string) => (await db().auditEntry.findMany({ where: { action }, orderBy: { seq: 'desc' }, take: 1 }))[0];

describe('a budget', () => {
  test('is made, changed, overridden for a time and deleted, each with its line in the audit log', async () => {
    const scope = { kind: 'user' as const, id: world.owner.userId };
    const made = await createBudget(world.owner, {
      scope,
      resource: 'model',
      limitUsd: 1,
      period: 'day',
      action: 'block',
      notifyAtPercent: [80],
    });
    await spend(0.9);
    expect((await listed()).items[0]).toMatchObject({ id: made.id, spentUsd: 0.9, reservedUsd: 0, limitUsd: 1 });
    await expect(spend(0.2)).rejects.toMatchObject({ code: 'budget_exceeded' });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await overrideBudget(world.owner, made.id, { limitUsd: null, until, reason: 'The quarter closes' });
    await spend(0.2);
    expect(await audited('budget.overridden')).toMatchObject({ subjectId: made.id, details: { reason: 'The quarter closes' } });
    expect((await endOverride(world.owner, made.id)).override).toBeNull();
    await expect(spend(0.2)).rejects.toMatchObject({ code: 'budget_exceeded' });
    await changeBudget(world.owner, made.id, { limitUsd: 2 });
    await spend(0.2);
    await deleteBudget(world.owner, made.id);
    expect((await listed()).items).toEqual([]);
    for (const action of ['budget.created', 'budget.changed', 'budget.deleted'])
      expect(await audited(action)).toMatchObject({ subjectId: made.id });
  });

  test('whose override is over holds again by itself', async () => {
    const id = await budget(1);
    await db().budget.update({ where: { id }, data: { overrideUntil: new Date(Date.now() - 1000), overrideUsd: null } });
    await expect(spend(2)).rejects.toMatchObject({ code: 'budget_exceeded' });
  });

  test('is made for what exists only', async () => {
    const about = { resource: 'total', limitUsd: 1, period: 'day', action: 'block', notifyAtPercent: [] } as const;
    const gone = createBudget(world.owner, { scope: { kind: 'app', id: 'app_gone' }, ...about, notifyAtPercent: [] });
    await expect(gone).rejects.toMatchObject({ code: 'not_found' });
  });

  test('tells administrators and the person whose it is, until they close it', async () => {
    await budget(1, { scope: { kind: 'user', id: world.owner.userId }, notifyAtPercent: [50] });
    await budget(1, { notifyAtPercent: [50] });
    await spend(0.6);
    const mine = await myNotices(world.owner);
    expect(mine.items.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^50% of .+ daily limit of \$1\.00 for all spending is spent\.$/),
    ]);
    const everything = { ...world.owner, scopes: new Set([...world.owner.scopes, 'manage:Organization' as const]) };
    expect((await myNotices(everything)).items).toHaveLength(2);
    await closeNotice(world.owner, mine.items[0]?.id ?? '');
    expect((await myNotices(world.owner)).items).toEqual([]);
  });
});

describe('usage', () => {
  test('is summed by day, person, app, model and resource, without floats', async () => {
    for (let call = 0; call < 10; call++) await spend(0.1);
    await spend(0.25, { resource: 'warehouse' });
    for (const groupBy of ['day', 'user', 'app', 'model', 'space', 'group'] as const) {
      expect(
        (await readUsage({ groupBy })).items.map(({ totalUsd }) => totalUsd),
        groupBy,
      ).toEqual([1.25]);
    }
    expect((await readUsage({ groupBy: 'resource' })).items).toMatchObject([
      { key: 'model', totalUsd: 1, calls: 10 },
      { key: 'warehouse', totalUsd: 0.25, calls: 1 },
    ]);
  });

  test('foretells the month: what is spent, and the mean of the last whole days for what is left of it', async () => {
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000);
    for (const ago of [1, 2, 3, 4]) await spend(1, { at: day(ago) });
    const { forecast } = await readSummary({});
    const now = new Date();
    const left = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate() - now.getUTCDate();
    expect(forecast).toMatchObject({ perDayUsd: 1, fromDays: 4 });
    expect(forecast?.monthEndUsd).toBe((forecast?.spentUsd ?? 0) + left);
  });

  test('moves to other days with the time zone, and none of it is lost', async () => {
    await spend(1, { at: new Date('2026-11-19T23:30:00Z') });
    await db().ledgerEntry.updateMany({ data: { at: new Date(Date.now() - 1000) } });
    await changeTimeZone(world.owner, 'Pacific/Auckland');
    const [row] = await db().$queryRaw<{ day: string }[]>`SELECT spend_day(now() - interval '1 second')::text AS day`;
    expect((await readUsage({ groupBy: 'day', to: row?.day, from: '2026-11-01' })).items).toMatchObject([{ key: row?.day, totalUsd: 1 }]);
    await expect(changeTimeZone(world.owner, 'Nowhere/Land')).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('lists builds by what they cost', async () => {
    await builds([0.3, 0.1, 0.2]);
    const { items } = await listAdminBuilds({ limit: 2, sort: '-usd', status: 'succeeded' });
    expect(items.map(({ usd }) => usd)).toEqual([0.3, 0.2]);
    expect(items[0]).toMatchObject({ app: { id: world.appId }, timings: { generate: 5 }, seconds: 60 });
  });
});

async function builds(costs: readonly number[]): Promise<void> {
  const createdAt = new Date(Date.now() - 60_000);
  await db().build.createMany({
    data: costs.map((modelUsd) => ({
      id: newId('bld'),
      appId: world.appId,
      requestedById: world.owner.userId,
      clientKey: newId('req'),
      prompt: 'p',
      model: 'm',
      status: 'succeeded',
      versionNumber: 1,
      modelUsd,
      timings: { generate: 5 },
      createdAt,
      startedAt: createdAt,
      finishedAt: new Date(createdAt.getTime() + 60_000),
    })),
  });
}

test('an estimate is the middle half of what was measured here, and nothing where too little was', async () => {
  await builds([0.1, 0.2]);
  expect(await buildEstimate(world.owner, world.appId)).toEqual({ estimate: null });
  await builds([0.3, 0.4, 5]);
  const { estimate } = await buildEstimate(world.owner, world.appId);
  expect(estimate).toMatchObject({ basis: 'app', builds: 5, seconds: { low: 60, high: 60 } });
  expect([estimate?.usd.low, estimate?.usd.high]).toEqual([0.2, 0.4]);
});

describe('prices', () => {
  const rates = { input: 1, output: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1 };
  const cost = async (at: string) =>
    costUsd('claude-opus-5-5', { ...usage, outputTokens: 999_999 }, new Date(at), (await currentPrices()).models);

  test('that were written here come before the built-in ones from their day on', async () => {
    await putPrice(world.owner, { kind: 'model', name: 'claude-opus-5-5', from: '2026-10-01', rates });
    expect(await cost('2026-09-30T12:00:00Z')).toBeGreaterThan(19);
    expect(await cost('2026-10-01T00:00:00Z')).toBe(1);
    const own = (await listPrices()).items.find(({ origin }) => origin === 'stored');
    await deletePrice(world.owner, own?.id ?? '');
    expect(await cost('2026-10-01T00:00:00Z')).toBeGreaterThan(19);
    expect(await audited('prices.changed')).toMatchObject({ subjectName: 'model claude-opus-5-5' });
  });

  test('of a warehouse are paid by each query that reaches it, and a budget stops it before', async () => {
    await putPrice(world.owner, { kind: 'warehouse', name: 'postgres', from: '2026-01-01', rates: { perQuery: 0.5, perSecond: 0 } });
    await budget(1, { resource: 'warehouse' });
    const query = () => paidQuery({ kind: 'postgres', ...payer(), timeoutMs: 1000 }, async () => 'rows');
    expect([await query(), await query()]).toEqual(['rows', 'rows']);
    await expect(query()).rejects.toThrow(/for warehouse queries/);
    expect(await counted('org', 'warehouse')).toBe(1);
  });

  test('of a sandbox are paid minute by minute; the last one by the second, and no minute begins that no budget covers', async () => {
    await putPrice(world.owner, { kind: 'sandbox', name: 'local', from: '2026-01-01', rates: { perMinute: 1 } });
    await budget(2, { resource: 'sandbox' });
    const refused = Promise.withResolvers<Error>();
    const stop = await meterSandbox({ provider: 'local', buildId: newId('bld'), ...payer() }, refused.resolve, 200);
    expect((await refused.promise).message).toMatch(/for sandboxes/);
    await stop();
    const spent = await counted('org', 'sandbox');
    expect(spent).toBeGreaterThan(1);
    expect(spent).toBeLessThanOrEqual(2);
    expect(await db().ledgerEntry.count({ where: { state: 'reserved' } })).toBe(0);
  });
});
