import type { BudgetInput } from '#lib/contracts/budgets.ts';
import { db } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { scopeKey } from '#lib/spend/scope.ts';

/** A budget as an administrator would make it; by default the organisation's for a day. */
export async function budget(limitUsd: number | string, about: Partial<Omit<BudgetInput, 'limitUsd'>> = {}): Promise<string> {
  const { scope = { kind: 'org' }, resource = 'total', period = 'day', action = 'block', notifyAtPercent = [] } = about;
  const id = newId('bdg');
  await db().budget.create({ data: { id, scope: scopeKey(scope), resource, period, limitUsd, action, notifyAtPercent } });
  return id;
}

/** USD spent and set aside under this scope, over all days, as the counters have it. */
export async function counted(scope = 'org', resource = 'total'): Promise<number> {
  const { _sum } = await db().spendCounter.aggregate({ where: { scope, resource }, _sum: { usd: true, reservedUsd: true } });
  return (_sum.usd?.toNumber() ?? 0) + (_sum.reservedUsd?.toNumber() ?? 0);
}

/** The same, as the ledger's lines have it. */
export async function inLedger(): Promise<number> {
  const { _sum } = await db().ledgerEntry.aggregate({ _sum: { usd: true } });
  return _sum.usd?.toNumber() ?? 0;
}

export async function forgetMoney(): Promise<void> {
  await db().ledgerEntry.deleteMany();
  await db().spendCounter.deleteMany();
  await db().budget.deleteMany();
  await db().budgetNotice.deleteMany();
  await db().price.deleteMany();
  await db().setting.deleteMany();
}

/** The owner of a reservation fell silent long ago. */
export async function silence(id: string): Promise<void> {
  await db().ledgerEntry.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } });
}

interface Person {
  readonly userId: string;
  readonly appId: string;
}

/** A person with an app, which may lie in a space. */
export async function personWithApp(spaceId: string | null = null): Promise<Person> {
  const [userId, projectId, appId] = [newId('usr'), newId('prj'), newId('app')];
  await db().user.create({ data: { id: userId, email: `${userId}@example.com`, name: 'Ada' } });
  await db().project.create({ data: { id: projectId, name: 'p', source: {}, warehouse: {} } });
  await db().app.create({ data: { id: appId, projectId, ownerId: userId, spaceId, name: 'Orders' } });
  return { userId, appId };
}

export async function space(name: string, parentId: string | null = null): Promise<string> {
  const id = newId('spc');
  await db().space.create({ data: { id, name, parentId } });
  return id;
}

export async function group(name: string, userIds: readonly string[] = []): Promise<string> {
  const id = `grp_${newId('req')}`;
  await db().group.create({ data: { id, name, members: { create: userIds.map((userId) => ({ userId })) } } });
  return id;
}

export async function inTimeZone(name: string): Promise<void> {
  await db().setting.upsert({
    where: { key: 'organization.timeZone' },
    create: { key: 'organization.timeZone', value: name },
    update: { value: name },
  });
}
