import { audit } from '#lib/audit/audit.ts';
import type { CreateServiceAccount, ServiceAccount, ServiceAccountsQuery, UpdateServiceAccount } from '#lib/contracts/service-accounts.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { AppError } from '#lib/errors.ts';
import { cutOffsetPage, offsetOf, orderOf } from '#lib/http/offset-paging.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireMayGrant } from './may-grant.ts';
import { forgetActors } from './remembered.ts';

const INCLUDE = { apiTokens: { select: { lastUsedAt: true } } } as const satisfies Prisma.UserInclude;
type Row = Prisma.UserGetPayload<{ include: typeof INCLUDE; omit: { passwordHash: true } }>;

const toAccount = ({ id, name, role, apiTokens, disabledAt, createdAt }: Row): ServiceAccount => ({
  id,
  name: name ?? id,
  role,
  tokens: apiTokens.length,
  lastUsedAt: newest(apiTokens.map(({ lastUsedAt }) => lastUsedAt)),
  disabled: disabledAt !== null,
  createdAt: createdAt.toISOString(),
});

const newest = (dates: readonly (Date | null)[]): string | null =>
  dates
    .flatMap((date) => date?.toISOString() ?? [])
    .toSorted()
    .at(-1) ?? null;

/** Accounts that no person signs in with: scripts and other systems act through their tokens. */
export async function listServiceAccounts(query: ServiceAccountsQuery): Promise<{ items: ServiceAccount[]; nextCursor: string | null }> {
  const offset = offsetOf(query.cursor);
  const { column, direction } = orderOf(query.sort);
  const rows = await db().user.findMany({
    where: { kind: 'service', ...(query.q ? { name: containing(query.q) } : {}) },
    include: INCLUDE,
    orderBy: [{ [column]: direction }, { id: 'asc' }],
    skip: offset,
    take: query.limit + 1,
  });
  const { shown, nextCursor } = cutOffsetPage(rows, query.limit, offset);
  return { items: shown.map(toAccount), nextCursor };
}

export async function readServiceAccount(id: string): Promise<ServiceAccount> {
  const row = await db().user.findFirst({ where: { id, kind: 'service' }, include: INCLUDE });
  if (!row) throw noSuchAccount();
  return toAccount(row);
}

export async function createServiceAccount(actor: Actor, { name, role }: CreateServiceAccount): Promise<ServiceAccount> {
  await requireMayGrant(actor, role);
  const id = newId('usr');
  await db().$transaction(async (tx) => {
    // Nobody receives mail under `.invalid`, and no identity provider can vouch for it.
    await tx.user.create({ data: { id, name, role, kind: 'service', email: `${id}@service-accounts.invalid` } });
    await audit(actor, { action: 'service_account.created', subject: { kind: 'user', id, name }, details: { role } }, tx);
  });
  return readServiceAccount(id);
}

export async function updateServiceAccount(
  actor: Actor,
  id: string,
  { disabled, ...change }: UpdateServiceAccount,
): Promise<ServiceAccount> {
  if (change.role !== undefined) await requireMayGrant(actor, change.role);
  await db().$transaction(async (tx) => {
    const before = await tx.user.findFirst({ where: { id, kind: 'service' } });
    if (!before) throw noSuchAccount();
    const disabledAt = disabled ? (before.disabledAt ?? new Date()) : null;
    const data = {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.role === undefined ? {} : { role: change.role }),
      ...(disabled === undefined ? {} : { disabledAt }),
    };
    await tx.user.update({ where: { id }, data });
    const details = { ...change, ...(disabled === undefined ? {} : { disabled }), roleBefore: before.role };
    await audit(actor, { action: 'service_account.changed', subject: { kind: 'user', id, name: before.name ?? id }, details }, tx);
  });
  forgetActors();
  return readServiceAccount(id);
}

/** Deletes an account with its tokens. One that owns apps is disabled instead: they need an owner. */
export async function deleteServiceAccount(actor: Actor, id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const row = await tx.user.findFirst({ where: { id, kind: 'service' }, include: { _count: { select: { apps: true } } } });
    if (!row) throw noSuchAccount();
    if (row._count.apps > 0) {
      throw new AppError(
        'conflict',
        'It owns apps. Give them to somebody else first, or disable it instead: its tokens stop working then, too.',
      );
    }
    await tx.user.delete({ where: { id } });
    await audit(actor, { action: 'service_account.deleted', subject: { kind: 'user', id, name: row.name ?? id } }, tx);
  });
  forgetActors();
}

const noSuchAccount = () => new AppError('not_found', 'There is no such service account. It may have been deleted.');
