import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db/client.ts';
import { reserve, settle } from '#lib/spend/ledger.ts';
import { readUsage } from '#lib/spend/usage.ts';
import { budget, forgetMoney, personWithApp } from './money-world.ts';

const LINES = 1_000_000;
const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };

beforeAll(async () => {
  await db().$executeRaw`
    INSERT INTO "LedgerEntry" ("id", "at", "day", "resource", "state", "userId", "provider", "model", "usd", "reservedUsd", "scopes")
    SELECT 'old' || n, now() - n % 60 * interval '1 day', current_date - n % 60, 'model', 'settled', 'u' || n % 1000, 'p', 'm', 0.01, 0.02,
      ARRAY['org', 'user:u' || n % 1000, 'model:m']
    FROM generate_series(1, ${LINES}::int) n`;
  await db().$executeRaw`
    INSERT INTO "SpendCounter" ("scope", "resource", "day", "usd", "calls")
    SELECT scope, res, "day", sum("usd"), count(*) FROM "LedgerEntry", unnest("scopes") scope, unnest(ARRAY['model', 'total']) res GROUP BY 1, 2, 3`;
  await db().$executeRaw`ANALYZE`;
}, 300_000);
afterAll(forgetMoney);

interface Scans {
  readonly seq: bigint;
  readonly idx: bigint;
}

async function scans(table: string): Promise<Scans> {
  const [row] = await db().$queryRaw<Scans[]>`
    SELECT seq_scan AS seq, coalesce(idx_scan, 0) AS idx FROM pg_stat_user_tables WHERE relname = ${table}`;
  return row ?? { seq: 0n, idx: 0n };
}

async function planOf(sql: string): Promise<string> {
  const rows = await db().$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${sql}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

test('with a million lines in the ledger a call reads none of its tables from end to end', { timeout: 120_000 }, async () => {
  const person = await personWithApp();
  await budget(1_000_000, { period: 'month' });
  await budget(1_000, { scope: { kind: 'user', id: person.userId }, period: 'month' });
  const tables = ['LedgerEntry', 'SpendCounter'];
  const before = await Promise.all(tables.map(scans));
  const started = performance.now();
  for (let call = 0; call < 50; call++) {
    await settle(await reserve({ resource: 'model', provider: 'p', model: 'm', ...person, usd: 0.01 }), { usage, usd: 0.001 });
  }
  const each = (performance.now() - started) / 50;
  // Sessions tell what they scanned a second later.
  await expect
    .poll(async () => (await scans('SpendCounter')).idx, { timeout: 20_000 })
    .toBeGreaterThanOrEqual((before[1]?.idx ?? 0n) + 100n);
  const after = await Promise.all(tables.map(scans));
  expect(after.map(({ seq }) => seq)).toEqual(before.map(({ seq }) => seq));
  expect(each).toBeLessThan(250);
});

test('sums of a period and the search for dead reservations use their indexes', async () => {
  const sum = await planOf(
    `SELECT sum("usd") FROM "SpendCounter" WHERE "scope" = 'user:u7' AND "resource" = 'total' AND "day" >= current_date - 30 AND "day" < current_date + 1`,
  );
  expect(sum).toMatch(/SpendCounter_pkey/);
  const dead = await planOf(
    `SELECT * FROM "LedgerEntry" WHERE "state" = 'reserved' AND ("expiresAt" < clock_timestamp() OR "expiresAt" > clock_timestamp() + interval '3 minutes') LIMIT 20`,
  );
  expect(dead).toMatch(/ledger_open/);
  expect(sum + dead).not.toMatch(/Seq Scan/);
});

test('usage of a month is summed from the counters', async () => {
  const started = performance.now();
  const { items, totalUsd } = await readUsage({ groupBy: 'user' });
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(items.length).toBeGreaterThan(900);
  expect(totalUsd).toBeGreaterThan(100);
});
