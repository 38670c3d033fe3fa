import { z } from 'zod';
import { BUDGET_PERIODS, BUDGET_RESOURCES, type Budget } from '#lib/contracts/budgets.ts';
import { db } from '#lib/db/client.ts';
import { fixedLimit } from './ledger.ts';
import { ENVIRONMENT } from './limit-message.ts';
import { scopeNames, scopeOfKey } from './scope.ts';

const Held = z.object({
  id: z.string(),
  scope: z.string(),
  resource: z.enum(BUDGET_RESOURCES),
  period: z.enum(BUDGET_PERIODS),
  action: z.enum(['block', 'warn']),
  notify: z.array(z.number()),
  limit_usd: z.number().nullable(),
  first: z.string(),
  after: z.string(),
  spent: z.number(),
  reserved: z.number(),
  zone: z.string(),
  overridden: z.boolean(),
  own_limit: z.number().nullable(),
  until: z.string().nullable(),
  reason: z.string().nullable(),
});

/** Every budget with what its period holds now. */
export async function readBudgets(): Promise<Budget[]> {
  const rows = await db().$queryRaw<{ held: unknown }[]>`
    SELECT to_jsonb(f) || jsonb_build_object('zone', spend_time_zone(), 'overridden', coalesce(b."overrideUntil" > clock_timestamp(), false),
      'own_limit', b."limitUsd", 'until', b."overrideUntil", 'reason', b."overrideReason") AS held
    FROM spend_budgets(NULL, NULL, clock_timestamp(), ${fixedLimit()}::numeric) f LEFT JOIN "Budget" b ON b."id" = f.id`;
  const held = rows.map((row) => Held.parse(row.held));
  const nameOf = await scopeNames(held.map(({ scope }) => scope));
  return held.map((row) => ({
    id: row.id,
    scope: { ...scopeOfKey(row.scope), name: nameOf(row.scope) },
    resource: row.resource,
    limitUsd: row.own_limit ?? row.limit_usd ?? 0,
    period: row.period,
    action: row.action,
    notifyAtPercent: row.notify,
    spentUsd: row.spent,
    reservedUsd: row.reserved,
    periodFrom: row.first,
    resetsOn: row.after,
    timeZone: row.zone,
    readOnly: row.id === ENVIRONMENT,
    override: row.overridden ? { limitUsd: row.limit_usd, until: new Date(row.until ?? 0).toISOString(), reason: row.reason ?? '' } : null,
  }));
}
