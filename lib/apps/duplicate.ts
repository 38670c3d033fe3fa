import { audit } from '#lib/audit/audit.ts';
import type { App } from '#lib/contracts/app.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { canManageApp, requireScope } from '#lib/permissions/can.ts';
import { findApp } from './apps.ts';
import { describeApp } from './describe.ts';
import { lineColumns } from './line-count.ts';
import { APP_INCLUDE } from './to-contract.ts';

/**
 * A personal app of the actor's own, with the content of the version that the actor sees: the head for authors, the
 * published one for viewers. Nothing is copied: both point to the same immutable files.
 */
export async function duplicateApp(actor: Actor, appId: string): Promise<App> {
  requireScope(actor, 'create:DataApp@self');
  const app = await findApp(actor, appId);
  const isAuthor = canManageApp(actor, app);
  const number = isAuthor ? app.headVersion : app.publishedVersion;
  const version = number === null ? null : await db().version.findUnique({ where: { appId_number: { appId, number } } });
  if (!version) throw new AppError('conflict', 'This app has no version yet, so there is nothing to duplicate.');
  const id = newId('app');
  const data = {
    id,
    projectId: app.projectId,
    ownerId: actor.userId,
    name: `${app.name} (copy)`,
    named: true,
    description: app.description,
    headVersion: 1,
  };
  const copy = {
    ...version,
    prompt: isAuthor ? version.prompt : '', // prompts are the authors'
    appId: id,
    number: 1,
    buildId: null,
    restoredFrom: null,
    createdById: actor.userId,
    createdAt: new Date(),
    files: version.files as Prisma.InputJsonValue,
    evidence: version.evidence as Prisma.InputJsonValue,
    queries: version.queries as Prisma.InputJsonValue,
    ...lineColumns(null),
  };
  const row = await db().$transaction(async (tx) => {
    const made = await tx.app.create({ data, include: APP_INCLUDE });
    await tx.version.create({ data: copy });
    await audit(actor, { action: 'app.created', subject: { kind: 'app', id, name: data.name }, details: { copyOf: appId } }, tx);
    return made;
  });
  return describeApp(actor, { ...row, spaceLevel: null });
}
