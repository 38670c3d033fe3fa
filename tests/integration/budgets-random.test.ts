import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db/client.ts';
import { giveBackExpired, type Reservation, release, reserve, settle } from '#lib/spend/ledger.ts';
import { budget, forgetMoney, group, personWithApp, silence, space } from './money-world.ts';

const LIMIT = 3;
const GROUP_LIMIT = 2;
const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };

type Person = Awaited<ReturnType<typeof personWithApp>>;
let people: Person[];
let groupId: string;

beforeEach(async () => {
  const folder = await space('Sales');
  people = [await personWithApp(folder), await personWithApp(folder), await personWithApp()];
  groupId = await group(
    'Red',
    people.slice(0, 2).map(({ userId }) => userId),
  );
});
afterEach(forgetMoney);

/** In millionths of a dollar, so that the test itself adds no floats. */
const micro = fc.integer({ min: 1, max: 900_000 });
const which = fc.nat({ max: 30 });
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('reserve' as const), who: fc.nat({ max: 2 }), most: micro }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), which, percent: fc.nat({ max: 100 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Held {
  readonly reservation: Reservation;
  readonly most: number;
  dead: boolean;
}

/** What one step does; steps of one batch run at the same time, each in transactions of its own. */
async function take(one: Step, held: Held[], late: { usd: number }): Promise<void> {
  const chosen = 'which' in one ? held[one.which % Math.max(held.length, 1)] : undefined;
  if (one.do === 'reserve') {
    const person = people[one.who];
    if (!person) return;
    const most = one.most / 1e6;
    const reservation = await reserve({ resource: 'model', provider: 'p', model: 'm', ...person, usd: most });
    held.push({ reservation, most, dead: false });
  } else if (one.do === 'settle' && chosen) {
    const usd = Math.floor(chosen.most * 1e6 * (one.percent / 100)) / 1e6;
    if (chosen.dead) late.usd += usd; // whoever comes back from the dead has spent it, whatever was given to others since
    await settle(chosen.reservation, { usage, usd });
  } else if (one.do === 'release' && chosen) await release(chosen.reservation);
  else if (one.do === 'die' && chosen) {
    chosen.dead = true;
    await silence(chosen.reservation.id);
  } else if (one.do === 'sweep') await giveBackExpired();
  else if (one.do === 'move') await db().groupMember.deleteMany({ where: { groupId, userId: people[1]?.userId ?? '' } });
}

interface Sums {
  readonly scope: string;
  readonly counted: string;
  readonly held: string;
}

/** Each scope's sum by the counters, and by the ledger's own lines. */
const sums = () => db().$queryRaw<Sums[]>`
  SELECT coalesce(c.scope, l.scope) AS scope, coalesce(c.usd, 0)::text AS counted, coalesce(l.usd, 0)::text AS held
  FROM (SELECT "scope", sum("usd" + "reservedUsd")::numeric(16,6) AS usd FROM "SpendCounter" WHERE "resource" = 'total' GROUP BY 1) c
  FULL JOIN (SELECT scope, sum("usd")::numeric(16,6) AS usd FROM "LedgerEntry", unnest("scopes") scope GROUP BY 1) l ON l.scope = c.scope`;

test('whatever happens at the same time, no limit is exceeded and no cent is lost', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 }), async (batches) => {
      await forgetMoney();
      await budget(LIMIT);
      await budget(GROUP_LIMIT, { scope: { kind: 'group', id: groupId }, period: 'month' });
      const held: Held[] = [];
      const late = { usd: 0 };
      for (const batch of batches) {
        const outcomes = await Promise.allSettled(batch.map((one) => take(one, held, late)));
        for (const outcome of outcomes)
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'budget_exceeded' });
        const now = await sums();
        for (const { scope, counted, held: inLines } of now) expect(`${scope} ${counted}`).toBe(`${scope} ${inLines}`);
        const of = (scope: string) => Number(now.find((one) => one.scope === scope)?.counted ?? 0);
        expect(of('org')).toBeLessThanOrEqual(LIMIT + late.usd + 1e-9);
        expect(of(`group:${groupId}`)).toBeLessThanOrEqual(GROUP_LIMIT + late.usd + 1e-9);
      }
      await Promise.all(held.map(({ reservation }) => release(reservation)));
      expect(await db().spendCounter.count({ where: { reservedUsd: { not: 0 } } })).toBe(0);
      expect(await db().spendCounter.count({ where: { usd: { lt: 0 } } })).toBe(0);
    }),
    { numRuns: 60 },
  );
});
