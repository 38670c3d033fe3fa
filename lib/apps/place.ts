import type { SpaceLevel } from '#lib/contracts/space-level.ts';
import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { canPutAppsIn, requireScope } from '#lib/permissions/can.ts';
import { levelsIn } from '#lib/permissions/space-levels.ts';
import { visibleSpaces } from '#lib/permissions/visible.ts';
import type { AppRow } from './to-contract.ts';

/** Refuses when the actor may not make an app in this space; no space is a personal app. */
export async function requirePlaceFor(actor: Actor, spaceId: string | null): Promise<void> {
  if (spaceId === null) return requireScope(actor, 'create:DataApp@self');
  if (!canPutAppsIn(actor, 'create:DataApp', await levelOfVisible(actor, spaceId))) throw cannotEdit();
}

/** Refuses when the actor may not move an app to this space: it takes edit access where it lies and where it goes. */
export async function requireMove(actor: Actor, app: AppRow, to: string | null): Promise<void> {
  if (app.spaceId !== null && !canPutAppsIn(actor, 'manage:DataApp', app.spaceLevel)) {
    throw new AppError('forbidden', 'Moving an app takes edit access to the space where it lies. Ask who manages that space.');
  }
  if (to === null) {
    if (app.ownerId === actor.userId || actor.scopes.has('manage:DataApp')) return;
    throw new AppError('forbidden', 'Only its owner can make an app personal: nobody else would find it again.');
  }
  if (!canPutAppsIn(actor, 'manage:DataApp', await levelOfVisible(actor, to))) throw cannotEdit();
}

async function levelOfVisible(actor: Actor, spaceId: string): Promise<SpaceLevel | null> {
  const space = await db().space.findFirst({ where: { id: spaceId, ...visibleSpaces(actor) }, select: { id: true } });
  if (!space) throw new AppError('not_found', 'There is no such space, or you may not see it.');
  return (await levelsIn(actor, [spaceId]))(spaceId);
}

const cannotEdit = () => new AppError('forbidden', 'You can see this space but not put apps into it. Ask who manages it for edit access.');
