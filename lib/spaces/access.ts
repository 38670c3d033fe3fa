import { audit } from '#lib/audit/audit.ts';
import type { AccessEntry, SetSpaceAccess, SpaceAccess } from '#lib/contracts/space.ts';
import { SpaceLevel } from '#lib/contracts/space-level.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { findManagedSpace } from './spaces.ts';

const HOLDERS = {
  user: { select: { id: true, name: true, email: true } },
  group: { select: { id: true, name: true } },
} as const satisfies Prisma.SpaceAccessInclude;

type Row = Prisma.SpaceAccessGetPayload<{ include: typeof HOLDERS }>;

/** Who may enter a space and through which list, for those who manage it. */
export async function readSpaceAccess(actor: Actor, spaceId: string): Promise<SpaceAccess> {
  return describeAccess(await findManagedSpace(actor, spaceId));
}

async function describeAccess(space: { id: string; inherits: boolean }): Promise<SpaceAccess> {
  const chain = await sourcesOf(space.id);
  const rows = await db().spaceAccess.findMany({ where: { spaceId: { in: chain.map(({ id }) => id) } }, include: HOLDERS });
  const entriesOf = (id: string) =>
    rows
      .filter((row) => row.spaceId === id)
      .map(toEntry)
      .sort(byName);
  const top = chain.find(({ parentId, inherits }) => parentId === null && inherits);
  return {
    inherits: space.inherits,
    entries: entriesOf(space.id),
    inherited: chain
      .filter(({ id }) => id !== space.id)
      .flatMap(({ id, name }) => entriesOf(id).map((entry) => ({ ...entry, from: { id, name } }))),
    openThrough: top ? { id: top.id, name: top.name } : null,
  };
}

/** Puts this list in place of the one before. */
export async function setSpaceAccess(actor: Actor, spaceId: string, { entries, inherits }: SetSpaceAccess): Promise<SpaceAccess> {
  const space = await findManagedSpace(actor, spaceId);
  if (new Set(entries.map(({ kind, id }) => `${kind} ${id}`)).size < entries.length) {
    throw new AppError('invalid_request', 'Somebody is in this list twice. Give each one level.');
  }
  await db().$transaction(async (tx) => {
    await requireHolders(tx, entries);
    const before = await tx.spaceAccess.findMany({ where: { spaceId }, include: HOLDERS });
    await tx.spaceAccess.deleteMany({ where: { spaceId } });
    await tx.spaceAccess.createMany({
      data: entries.map(({ kind, id, level }) => ({ id: newId('acc'), spaceId, [kind === 'user' ? 'userId' : 'groupId']: id, level })),
    });
    if (inherits !== undefined && inherits !== space.inherits) await tx.space.update({ where: { id: spaceId }, data: { inherits } });
    const details = {
      ...changes(before.map(toEntry), entries),
      ...(inherits === undefined || inherits === space.inherits ? {} : { inherits }),
    };
    await audit(actor, { action: 'space.access_changed', subject: { kind: 'space', id: spaceId, name: space.name }, details }, tx);
  });
  // Who gave their own right away may still see what became of the list.
  return describeAccess({ id: spaceId, inherits: inherits ?? space.inherits });
}

/** The spaces whose lists count for this one, itself first, then upwards. */
export function sourcesOf(spaceId: string): Promise<{ id: string; name: string; parentId: string | null; inherits: boolean }[]> {
  return db().$queryRaw`
    WITH RECURSIVE above AS (
      SELECT space."id", space."name", space."parentId", space."inherits", 0 AS "far" FROM "Space" space WHERE space."id" = ${spaceId}
      UNION ALL
      SELECT parent."id", parent."name", parent."parentId", parent."inherits", above."far" + 1
      FROM above JOIN "Space" parent ON parent."id" = above."parentId" AND above."inherits"
    ) SELECT above."id", above."name", above."parentId", above."inherits" FROM above
    JOIN "SpaceSource" way ON way."spaceId" = ${spaceId} AND way."sourceId" = above."id" ORDER BY above."far"`;
}

type Holder = Pick<AccessEntry, 'kind' | 'id' | 'level'>;

async function requireHolders(tx: Tx, entries: readonly Holder[]): Promise<void> {
  const ids = (kind: Holder['kind']) => entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
  const users = await tx.user.count({ where: { id: { in: ids('user') } } });
  const groups = await tx.group.count({ where: { id: { in: ids('group') } } });
  if (users + groups === entries.length) return;
  throw new AppError('invalid_request', 'Somebody in this list does not exist any more. Reload the list and try again.');
}

function changes(before: readonly Holder[], after: readonly Holder[]): Prisma.InputJsonObject {
  const key = ({ kind, id }: Holder) => `${kind} ${id}`;
  const told = ({ kind, id, level }: Holder) => ({ kind, id, level });
  const was = new Map(before.map((entry) => [key(entry), entry.level]));
  const is = new Set(after.map(key));
  return {
    given: after.filter((entry) => was.get(key(entry)) !== entry.level).map(told),
    taken: before.filter((entry) => !is.has(key(entry))).map(told),
  };
}

function toEntry({ user, group, level }: Row): AccessEntry {
  const given = SpaceLevel.parse(level);
  if (user) return { kind: 'user', id: user.id, name: user.name ?? user.email, email: user.email, level: given };
  if (group) return { kind: 'group', id: group.id, name: group.name, email: null, level: given };
  throw new Error('a line of an access list names somebody');
}

const byName = (a: AccessEntry, b: AccessEntry) => a.name.localeCompare(b.name);
