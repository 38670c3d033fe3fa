import { audit } from '#lib/audit/audit.ts';
import type { CreateSpace, DeleteSpaceQuery, Space, UpdateSpace } from '#lib/contracts/space.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { canManageSpace, requireScope } from '#lib/permissions/can.ts';
import { describeSpace, findManagedSpace } from './spaces.ts';

/** Makes a space; who makes it manages it. Inside of another one it takes the right to manage that one. */
export async function createSpace(actor: Actor, { name, description, parentId = null, inherits }: CreateSpace): Promise<Space> {
  await requirePlace(actor, parentId);
  const id = newId('spc');
  const row = await db().$transaction(async (tx) => {
    const made = await tx.space.create({ data: { id, name, description: description ?? null, parentId, inherits } });
    await tx.spaceAccess.create({ data: { id: newId('acc'), spaceId: id, userId: actor.userId, level: 'manage' } });
    await audit(actor, { action: 'space.created', subject: { kind: 'space', id, name }, details: { parentId, inherits } }, tx);
    return made;
  });
  return describeSpace(actor, row);
}

/** Renames, describes, moves or restricts a space. */
export async function updateSpace(actor: Actor, spaceId: string, change: UpdateSpace): Promise<Space> {
  const before = await findManagedSpace(actor, spaceId);
  const { parentId } = change;
  if (parentId !== undefined && parentId !== before.parentId) await requirePlace(actor, parentId);
  const row = await refusingCircles(
    db().$transaction(async (tx) => {
      const changed = await tx.space.update({ where: { id: spaceId }, data: change });
      const details = differences(before, changed);
      await audit(actor, { action: 'space.changed', subject: { kind: 'space', id: spaceId, name: changed.name }, details }, tx);
      return changed;
    }),
  );
  return describeSpace(actor, row);
}

/**
 * Deletes a space. What it holds moves to its parent, or the space stays. Apps that were deleted before go along, so that
 * they can come back.
 * @throws AppError `conflict` when it holds something and nothing was said about it, or it lies at the top and holds apps
 */
export async function deleteSpace(actor: Actor, spaceId: string, { contents }: DeleteSpaceQuery): Promise<void> {
  const { name, parentId } = await findManagedSpace(actor, spaceId);
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM "Space" WHERE "id" = ${spaceId} FOR UPDATE`;
    const held = await countContents(tx, spaceId);
    if (held.apps + held.spaces > 0) {
      if (contents === 'refuse')
        throw new AppError('conflict', `“${name}” is not empty. Move what it holds, or have it moved to the parent.`, { details: held });
      if (parentId === null && held.apps > 0) {
        throw new AppError(
          'conflict',
          `“${name}” lies at the top, so its apps have no parent to go to. Move them to another space first.`,
          { details: held },
        );
      }
      await requirePlace(actor, parentId);
    }
    await tx.app.updateMany({ where: { spaceId }, data: { spaceId: parentId } });
    await tx.space.updateMany({ where: { parentId: spaceId, deletedAt: null }, data: { parentId } });
    await tx.space.update({ where: { id: spaceId }, data: { deletedAt: new Date() } });
    await audit(
      actor,
      { action: 'space.deleted', subject: { kind: 'space', id: spaceId, name }, details: { ...held, movedTo: parentId } },
      tx,
    );
  });
}

async function countContents(tx: Tx, spaceId: string): Promise<{ apps: number; spaces: number }> {
  const apps = await tx.app.count({ where: { spaceId, deletedAt: null } });
  const spaces = await tx.space.count({ where: { parentId: spaceId, deletedAt: null } });
  return { apps, spaces };
}

/** At the top it takes the right to make spaces, elsewhere to manage the one above. */
async function requirePlace(actor: Actor, parentId: string | null): Promise<void> {
  if (parentId !== null) return void (await findManagedSpace(actor, parentId));
  if (!canManageSpace(actor, null)) requireScope(actor, 'create:Space');
}

function differences(before: Prisma.SpaceGetPayload<object>, after: Prisma.SpaceGetPayload<object>): Prisma.InputJsonObject {
  const names = ['name', 'description', 'parentId', 'inherits'] as const;
  return Object.fromEntries(
    names.filter((name) => before[name] !== after[name]).map((name) => [name, { from: before[name], to: after[name] }]),
  );
}

async function refusingCircles<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!/cannot lie inside of itself/.test(String(error))) throw error;
    throw new AppError('conflict', 'A space cannot lie inside of itself. Choose another parent.', { cause: error });
  }
}
