import { audit } from '#lib/audit/audit.ts';
import { forgetActors } from '#lib/auth/remembered.ts';
import type { AdminGroup, ChangeMembers, GroupsQuery, Member, MembersQuery } from '#lib/contracts/admin-people.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { AppError } from '#lib/errors.ts';
import { cutOffsetPage, offsetOf, orderOf } from '#lib/http/offset-paging.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';

const COUNTS = { _count: { select: { members: true, spaceAccess: true } } } as const satisfies Prisma.GroupInclude;
type Row = Prisma.GroupGetPayload<{ include: typeof COUNTS }>;

const toGroup = ({ id, name, source, createdAt, _count }: Row): AdminGroup => ({
  id,
  name,
  source,
  members: _count.members,
  spaces: _count.spaceAccess,
  createdAt: createdAt.toISOString(),
});

export async function listGroups({ q, sort, limit, cursor }: GroupsQuery): Promise<{ items: AdminGroup[]; nextCursor: string | null }> {
  const offset = offsetOf(cursor);
  const { column, direction } = orderOf(sort);
  const rows = await db().group.findMany({
    where: q ? { name: containing(q) } : {},
    include: COUNTS,
    orderBy: [column === 'members' ? { members: { _count: direction } } : { [column]: direction }, { id: 'asc' }],
    skip: offset,
    take: limit + 1,
  });
  const { shown, nextCursor } = cutOffsetPage(rows, limit, offset);
  return { items: shown.map(toGroup), nextCursor };
}

export async function readGroup(groupId: string): Promise<AdminGroup> {
  return toGroup(await findGroup(db(), groupId));
}

export async function createGroup(actor: Actor, name: string): Promise<AdminGroup> {
  const id = newId('grp');
  await db().$transaction(async (tx) => {
    const { count } = await tx.group.createMany({ data: [{ id, name }], skipDuplicates: true });
    if (count === 0) throw nameTaken(name);
    await audit(actor, { action: 'group.created', subject: { kind: 'group', id, name } }, tx);
  });
  return readGroup(id);
}

export async function renameGroup(actor: Actor, groupId: string, name: string): Promise<AdminGroup> {
  await db().$transaction(async (tx) => {
    const before = await findOwnGroup(tx, groupId);
    const taken = await tx.group.findFirst({ where: { name, NOT: { id: groupId } } });
    if (taken) throw nameTaken(name);
    await tx.group.update({ where: { id: groupId }, data: { name } });
    const subject = { kind: 'group', id: groupId, name } as const;
    await audit(actor, { action: 'group.changed', subject, details: { nameBefore: before.name } }, tx);
  });
  return readGroup(groupId);
}

/** Deletes a group: its members lose what they could enter through it. */
export async function deleteGroup(actor: Actor, groupId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { name, _count } = await findGroup(tx, groupId);
    await tx.group.delete({ where: { id: groupId } });
    const details = { members: _count.members, spaces: _count.spaceAccess };
    await audit(actor, { action: 'group.deleted', subject: { kind: 'group', id: groupId, name }, details }, tx);
  });
  forgetActors();
}

/** Who is in a group, by name. */
export async function listMembers(
  groupId: string,
  { q, limit, cursor }: MembersQuery,
): Promise<{ items: Member[]; nextCursor: string | null }> {
  await findGroup(db(), groupId);
  const offset = offsetOf(cursor);
  const rows = await db().user.findMany({
    where: {
      memberships: { some: { groupId } },
      ...(q ? { OR: [{ name: containing(q) }, { email: containing(q) }] } : {}),
    },
    select: { id: true, name: true, email: true, disabledAt: true },
    orderBy: [{ name: { sort: 'asc', nulls: 'last' } }, { email: 'asc' }],
    skip: offset,
    take: limit + 1,
  });
  const { shown, nextCursor } = cutOffsetPage(rows, limit, offset);
  return { items: shown.map(({ disabledAt, ...person }) => ({ ...person, disabled: disabledAt !== null })), nextCursor };
}

/** Takes people into a group and out of it. */
export async function changeMembers(actor: Actor, groupId: string, { add, remove }: ChangeMembers): Promise<AdminGroup> {
  await db().$transaction(async (tx) => {
    const { name } = await findOwnGroup(tx, groupId);
    const known = await tx.user.count({ where: { id: { in: add } } });
    if (known < new Set(add).size)
      throw new AppError('invalid_request', 'Somebody in this list does not exist any more. Reload the page and try again.');
    await tx.groupMember.deleteMany({ where: { groupId, userId: { in: remove } } });
    await tx.groupMember.createMany({ data: add.map((userId) => ({ groupId, userId })), skipDuplicates: true });
    const subject = { kind: 'group', id: groupId, name } as const;
    await audit(actor, { action: 'group.members_changed', subject, details: { added: add, removed: remove } }, tx);
  });
  forgetActors();
  return readGroup(groupId);
}

async function findGroup(client: Pick<Tx, 'group'>, groupId: string): Promise<Row> {
  const row = await client.group.findUnique({ where: { id: groupId }, include: COUNTS });
  if (!row) throw new AppError('not_found', 'There is no such group. It may have been deleted.');
  return row;
}

/** A group that nobody else looks after. */
async function findOwnGroup(tx: Tx, groupId: string): Promise<Row> {
  const row = await findGroup(tx, groupId);
  if (row.source === 'manual') return row;
  throw new AppError('conflict', `“${row.name}” comes from the company's sign-in and is changed there.`);
}

const nameTaken = (name: string) => new AppError('conflict', `There is a group called “${name}” already. Choose another name.`);
