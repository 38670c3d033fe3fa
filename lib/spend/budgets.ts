import { audit } from '#lib/audit/audit.ts';
import type { Budget, BudgetChange, BudgetInput, BudgetOverride, BudgetsQuery } from '#lib/contracts/budgets.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { AppError } from '#lib/errors.ts';
import { cutOffsetPage, offsetOf, orderOf } from '#lib/http/offset-paging.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { readBudgets } from './budgets-in-force.ts';
import { ENVIRONMENT, limitName } from './limit-message.ts';
import { requireScopeExists, scopeKey, scopeNames } from './scope.ts';

const MAX_OVERRIDE_MS = 31 * 86_400_000;

/** Budgets with what their period holds, the environment's limit among them. */
export async function listBudgets(query: BudgetsQuery): Promise<{ items: readonly Budget[]; nextCursor: string | null }> {
  const words = query.q?.toLowerCase() ?? '';
  const { column, direction } = orderOf<'used' | 'limitUsd' | 'scope'>(query.sort);
  const sign = direction === 'asc' ? 1 : -1;
  const all = (await readBudgets()).filter(
    ({ scope, resource }) =>
      scope.name.toLowerCase().includes(words) &&
      (query.kind === undefined || scope.kind === query.kind) &&
      (query.resource === undefined || resource === query.resource),
  );
  const by = { used: usedShare, limitUsd: (one: Budget) => one.limitUsd, scope: (one: Budget) => `${one.scope.name} ${one.id}` }[column];
  const sorted = all.toSorted((a, b) => sign * (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) || (a.id < b.id ? -1 : 1));
  const offset = offsetOf(query.cursor);
  const { shown, nextCursor } = cutOffsetPage(sorted.slice(offset, offset + query.limit + 1), query.limit, offset);
  return { items: shown, nextCursor };
}

const usedShare = (one: Budget): number => (one.spentUsd + one.reservedUsd) / Math.max(one.override?.limitUsd ?? one.limitUsd, 0.000_001);

/** @throws AppError `not_found` when the space, group, person or app does not exist */
export async function createBudget(actor: Actor, input: BudgetInput): Promise<Budget> {
  await requireScopeExists(input.scope);
  const { scope, ...rest } = input;
  const id = newId('bdg');
  const row = { id, scope: scopeKey(scope), createdById: actor.userId, ...rest };
  await db().$transaction(async (tx) => {
    await tx.budget.create({ data: row });
    await record(actor, 'budget.created', row, { ...rest }, tx);
  });
  return one(id);
}

/** What was spent in the period counts for the new limit, too. */
export async function changeBudget(actor: Actor, id: string, change: BudgetChange): Promise<Budget> {
  const data = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  await db().$transaction(async (tx) => {
    const before = await find(tx, id);
    const row = await tx.budget.update({ where: { id }, data });
    await record(actor, 'budget.changed', plain(row), { ...data, before: { ...plain(before) } }, tx);
  });
  return one(id);
}

export async function deleteBudget(actor: Actor, id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const row = plain(await find(tx, id));
    await tx.budget.delete({ where: { id } });
    await record(actor, 'budget.deleted', row, { ...row }, tx);
  });
}

/** Break-glass: until then another limit holds, or none. @throws AppError `invalid_request` for a time that is past or far away */
export async function overrideBudget(actor: Actor, id: string, { limitUsd, until, reason }: BudgetOverride): Promise<Budget> {
  const end = new Date(until);
  const left = end.getTime() - (await databaseNow()).getTime();
  if (left <= 0 || left > MAX_OVERRIDE_MS) throw new AppError('invalid_request', 'Choose an end in the future, at most 31 days away.');
  await db().$transaction(async (tx) => {
    const before = plain(await find(tx, id));
    await tx.budget.update({ where: { id }, data: { overrideUntil: end, overrideUsd: limitUsd, overrideReason: reason } });
    await record(actor, 'budget.overridden', before, { limitUsd: limitUsd ?? 'no limit', until, reason }, tx);
  });
  return one(id);
}

/** Ends an override before its time. */
export async function endOverride(actor: Actor, id: string): Promise<Budget> {
  await db().$transaction(async (tx) => {
    const row = await find(tx, id);
    await tx.budget.update({ where: { id }, data: { overrideUntil: null, overrideUsd: null, overrideReason: null } });
    await record(actor, 'budget.changed', plain(row), { override: 'ended' }, tx);
  });
  return one(id);
}

type Row = Prisma.BudgetGetPayload<object>;

async function find(tx: Tx, id: string): Promise<Row> {
  const row = await tx.budget.findUnique({ where: { id } });
  if (row) return row;
  if (id === ENVIRONMENT) {
    throw new AppError(
      'conflict',
      'This limit is GLASSWORKS_DAILY_LIMIT_USD of the environment: change it there, then start Glassworks again.',
    );
  }
  throw new AppError('not_found', 'There is no such budget. Somebody may have deleted it.');
}

const plain = ({ scope, resource, period, limitUsd, action, notifyAtPercent, id }: Row) => ({
  id,
  scope,
  resource: resource as Budget['resource'],
  period: period as Budget['period'],
  limitUsd: limitUsd.toNumber(),
  action,
  notifyAtPercent,
});

type Named = Pick<Budget, 'id' | 'resource' | 'period' | 'limitUsd'> & { readonly scope: string };
type Action = 'budget.created' | 'budget.changed' | 'budget.deleted' | 'budget.overridden';

async function record(actor: Actor, action: Action, row: Named, details: Prisma.InputJsonObject, tx: Tx): Promise<void> {
  const name = limitName(row, await scopeNames([row.scope]));
  await audit(actor, { action, subject: { kind: 'budget', id: row.id, name }, details: { scope: row.scope, ...details } }, tx);
}

async function one(id: string): Promise<Budget> {
  const found = (await readBudgets()).find((budget) => budget.id === id);
  if (!found) throw new AppError('not_found', 'The budget was deleted just now.');
  return found;
}
