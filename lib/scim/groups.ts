import SCIMMY from 'scimmy';
import { audit } from '#lib/audit/audit.ts';
import { plainText } from '#lib/auth/profile.ts';
import { forgetActors } from '#lib/auth/remembered.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { locationOf, scimRefusal } from './answer.ts';
import { type Comparison, textCondition, whereOf } from './filter.ts';
import { type Kept, knownNames, normalBody, normalOperations } from './normal.ts';
import { listOf, type ScimBody, type ScimQuery, wants } from './query.ts';

/** Groups made by hand or by a claim at the sign-in are not the identity provider's to see or to change. */
const OURS = { source: 'scim' } as const;
const NAMES: Kept = {
  kept: new Set(['displayname', 'externalid', 'members']),
  known: knownNames(SCIMMY.Schemas.Group.definition),
};
const WITH_MEMBERS = { members: { include: { user: { select: { email: true, name: true } } }, orderBy: { userId: 'asc' } } } as const;
type Row = Prisma.GroupGetPayload<{ include: typeof WITH_MEMBERS }>;
type Plain = Omit<Row, 'members'> & Partial<Pick<Row, 'members'>>;

interface Fields {
  readonly name: string;
  readonly externalId: string | null;
  readonly members: readonly string[];
}

function condition(attribute: string, comparison: Comparison): Prisma.GroupWhereInput | null {
  const isEqual = comparison.operator === 'eq';
  switch (attribute) {
    case 'id':
      return isEqual ? { id: String(comparison.value) } : null;
    case 'displayname':
      return { name: textCondition(comparison) };
    case 'externalid':
      return { externalId: textCondition(comparison) };
    case 'members':
    case 'members.value':
      return isEqual ? { members: { some: { userId: String(comparison.value) } } } : null;
    default:
      return null;
  }
}

function schemaOf({ id, name, externalId, createdAt, members }: Plain): InstanceType<typeof SCIMMY.Schemas.Group> {
  const people = members?.map(({ userId, user }) => ({
    value: userId,
    display: user.name ?? user.email,
    type: 'User',
    $ref: locationOf(`/Users/${userId}`),
  }));
  const meta = { resourceType: 'Group', created: createdAt, location: locationOf(`/Groups/${id}`) };
  const data = {
    schemas: [SCIMMY.Schemas.Group.id],
    id,
    displayName: name,
    ...(externalId ? { externalId } : {}),
    ...(people ? { members: people } : {}),
    meta,
  };
  return new SCIMMY.Schemas.Group(data, 'out');
}

function fieldsOf({
  displayName,
  externalId,
  members = [],
}: {
  displayName?: string;
  externalId?: string;
  members?: { value?: string }[];
}): Fields {
  const name = plainText(displayName, 120);
  if (!name) throw scimRefusal(400, 'invalidValue', 'A group needs a displayName.');
  return { name, externalId: plainText(externalId, 200), members: [...new Set(members.flatMap(({ value }) => value ?? []))] };
}

export async function listScimGroups(query: ScimQuery): Promise<object> {
  const { filter, startIndex, count } = query;
  const where: Prisma.GroupWhereInput = { AND: [OURS, whereOf(filter, condition)] };
  const page = { where, orderBy: [{ createdAt: 'asc' as const }, { id: 'asc' as const }], skip: startIndex - 1, take: count };
  const read = async (): Promise<Plain[]> =>
    wants(query, 'members') ? db().group.findMany({ ...page, include: WITH_MEMBERS }) : db().group.findMany(page);
  const [rows, total] = await Promise.all([count === 0 ? [] : read(), db().group.count({ where })]);
  return listOf(rows.map(schemaOf), total, startIndex);
}

export async function readScimGroup(id: string, query: Pick<ScimQuery, 'attributes' | 'excludedAttributes'>): Promise<object> {
  if (wants(query, 'members')) return schemaOf(await find(db(), id));
  const row = await db().group.findFirst({ where: { id, ...OURS } });
  if (!row) throw noSuchGroup();
  return schemaOf(row);
}

export async function createScimGroup(actor: Actor, body: ScimBody): Promise<{ id: string; resource: object }> {
  const fields = fieldsOf(new SCIMMY.Schemas.Group(normalBody(body, NAMES), 'in') as never);
  const id = newId('grp');
  const row = await changing(async (tx) => {
    await requireFree(tx, fields, id);
    await tx.group.create({ data: { id, name: fields.name, externalId: fields.externalId, ...OURS } });
    await setMembers(tx, id, [], fields.members);
    const details = { by: 'SCIM', members: fields.members.length };
    await audit(actor, { action: 'group.created', subject: { kind: 'group', id, name: fields.name }, details }, tx);
    return find(tx, id);
  });
  return { id, resource: schemaOf(row) };
}

export const replaceScimGroup = (actor: Actor, id: string, body: ScimBody): Promise<object> =>
  change(actor, id, () => fieldsOf(new SCIMMY.Schemas.Group(normalBody(body, NAMES), 'in') as never));

export async function patchScimGroup(actor: Actor, id: string, body: ScimBody): Promise<object> {
  const operations = normalOperations(body, NAMES);
  return change(actor, id, async (row) => {
    const before = schemaOf(row);
    if (Array.isArray(operations) && operations.length === 0) return fieldsOf(before as never);
    const patch = new SCIMMY.Messages.PatchOp({ schemas: [SCIMMY.Messages.PatchOp.id], Operations: operations as never });
    return fieldsOf(((await patch.apply(before)) ?? before) as never);
  });
}

export async function deleteScimGroup(actor: Actor, id: string): Promise<void> {
  await changing(async (tx) => {
    const { name, members } = await find(tx, id);
    await tx.group.delete({ where: { id } });
    const details = { by: 'SCIM', members: members.length };
    await audit(actor, { action: 'group.deleted', subject: { kind: 'group', id, name }, details }, tx);
  });
}

async function change(actor: Actor, id: string, next: (before: Row) => Fields | Promise<Fields>): Promise<object> {
  const row = await changing(async (tx) => {
    const before = await find(tx, id);
    const fields = await next(before);
    await requireFree(tx, fields, id);
    await tx.group.update({ where: { id }, data: { name: fields.name, externalId: fields.externalId } });
    const moved = await setMembers(
      tx,
      id,
      before.members.map(({ userId }) => userId),
      fields.members,
    );
    const subject = { kind: 'group', id, name: fields.name } as const;
    if (before.name !== fields.name)
      await audit(actor, { action: 'group.changed', subject, details: { by: 'SCIM', nameBefore: before.name } }, tx);
    if (moved.added.length + moved.removed.length > 0)
      await audit(actor, { action: 'group.members_changed', subject, details: { by: 'SCIM', ...moved } }, tx);
    return find(tx, id);
  });
  return schemaOf(row);
}

async function setMembers(tx: Tx, groupId: string, before: readonly string[], after: readonly string[]) {
  const added = after.filter((userId) => !before.includes(userId));
  const removed = before.filter((userId) => !after.includes(userId));
  const known = await tx.user.count({ where: { id: { in: added }, kind: 'person', deprovisionedAt: null } });
  if (known < added.length) throw scimRefusal(400, 'invalidValue', 'A member of this group is not known. Create the user first.');
  await tx.groupMember.deleteMany({ where: { groupId, userId: { in: removed } } });
  await tx.groupMember.createMany({ data: added.map((userId) => ({ groupId, userId })), skipDuplicates: true });
  return { added, removed };
}

async function requireFree(tx: Tx, { name, externalId }: Fields, id: string): Promise<void> {
  const other = await tx.group.findFirst({ where: { OR: [{ name }, ...(externalId ? [{ externalId }] : [])], NOT: { id } } });
  if (other)
    throw scimRefusal(409, 'uniqueness', `There is a group called “${other.name}” already, made in another way or with this externalId.`);
}

async function changing<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7221006)`;
    return work(tx);
  });
  forgetActors();
  return result;
}

async function find(client: Pick<Tx, 'group'>, id: string): Promise<Row> {
  const row = await client.group.findFirst({ where: { id, ...OURS }, include: WITH_MEMBERS });
  if (!row) throw noSuchGroup();
  return row;
}

const noSuchGroup = () => new AppError('not_found', 'There is no such group.');
