import type { AdminUser, UsersQuery } from '#lib/contracts/admin-people.ts';
import { Attributes } from '#lib/contracts/attributes.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { AppError } from '#lib/errors.ts';
import { cutOffsetPage, offsetOf, orderOf } from '#lib/http/offset-paging.ts';
import { loadRoles, type RoleFacts } from '#lib/permissions/load-roles.ts';

const USER_INCLUDE = {
  memberships: { select: { group: { select: { id: true, name: true } } } },
} as const satisfies Prisma.UserInclude;

type Row = Prisma.UserGetPayload<{ include: typeof USER_INCLUDE; omit: { passwordHash: true } }>;

/** People and service accounts, for the administration. */
export async function listUsers(query: UsersQuery): Promise<{ items: AdminUser[]; nextCursor: string | null }> {
  const offset = offsetOf(query.cursor);
  const { column, direction } = orderOf(query.sort);
  const nullable = column === 'name' || column === 'lastSeenAt';
  const [rows, roles] = await Promise.all([
    db().user.findMany({
      where: matching(query),
      include: USER_INCLUDE,
      orderBy: [{ [column]: nullable ? { sort: direction, nulls: 'last' } : direction }, { id: 'asc' }],
      skip: offset,
      take: query.limit + 1,
    }),
    loadRoles(),
  ]);
  const { shown, nextCursor } = cutOffsetPage(rows, query.limit, offset);
  return { items: shown.map((row) => toUser(row, roles)), nextCursor };
}

function matching({ q, role, group, state }: UsersQuery): Prisma.UserWhereInput {
  return {
    ...(q ? { OR: [{ name: containing(q) }, { email: containing(q) }] } : {}),
    ...(role ? { role } : {}),
    ...(group ? { memberships: { some: { groupId: group } } } : {}),
    ...(state ? { disabledAt: state === 'disabled' ? { not: null } : null } : {}),
  };
}

/** One of them. */
export async function readUser(userId: string): Promise<AdminUser> {
  const [row, roles] = await Promise.all([db().user.findUnique({ where: { id: userId }, include: USER_INCLUDE }), loadRoles()]);
  if (!row) throw noSuchUser();
  return toUser(row, roles);
}

export const noSuchUser = () => new AppError('not_found', 'There is no such person. They may have been deleted.');

function toUser(row: Row, roles: ReadonlyMap<string, RoleFacts>): AdminUser {
  const attributes = Attributes.safeParse(row.attributes);
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    kind: row.kind === 'service' ? 'service' : 'person',
    role: { id: row.role, name: roles.get(row.role)?.name ?? 'A role that is gone' },
    groups: row.memberships.map(({ group }) => group).sort((a, b) => a.name.localeCompare(b.name)),
    attributes: attributes.success ? attributes.data : {},
    disabled: row.disabledAt !== null,
    provisioned: row.externalId !== null,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
