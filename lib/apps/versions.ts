import { audit } from '#lib/audit/audit.ts';
import type { Version } from '#lib/contracts/app.ts';
import type { PageQuery } from '#lib/contracts/page.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { AppError } from '#lib/errors.ts';
import { OTHER_LIST } from '#lib/http/paging.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { canManageApp } from '#lib/permissions/can.ts';
import { findApp, findManagedApp } from './apps.ts';
import { lineColumns, linesSince } from './line-count.ts';
import { findPeople } from './people.ts';
import { type AppRow, toVersion } from './to-contract.ts';

export type VersionRow = Prisma.VersionGetPayload<object>;

/**
 * A version that the actor may open: authors every one, viewers the published one only.
 * @throws AppError `not_found` otherwise
 */
export async function findVersion(actor: Actor, appId: string, number: number): Promise<{ app: AppRow; version: VersionRow }> {
  const app = await findApp(actor, appId);
  const allowed = canManageApp(actor, app) || app.publishedVersion === number;
  const version = allowed ? await db().version.findUnique({ where: { appId_number: { appId, number } } }) : null;
  if (!version) throw new AppError('not_found', `There is no version ${number} of this app that you may open.`);
  return { app, version };
}

/** The versions of an app, newest first. Viewers see the published one. */
export async function listVersions(
  actor: Actor,
  appId: string,
  { limit, cursor }: PageQuery,
): Promise<{ items: Version[]; nextCursor: string | null }> {
  const app = await findApp(actor, appId);
  const before = cursor ? { lt: numberOf(cursor) } : undefined;
  const number = canManageApp(actor, app) ? before : { equals: app.publishedVersion ?? -1, ...before };
  const rows = await db().version.findMany({
    where: { appId, ...(number ? { number } : {}) },
    orderBy: { number: 'desc' },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  return { items: await describeVersions(actor, app, shown), nextCursor: rows.length > limit ? String(shown.at(-1)?.number) : null };
}

function numberOf(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new AppError('invalid_request', OTHER_LIST);
}

export async function getVersion(actor: Actor, appId: string, number: number): Promise<Version> {
  const { app, version } = await findVersion(actor, appId, number);
  return describeOne(actor, app, version);
}

/**
 * Makes the content of an older version the new head: a new version, no agent, no rebuild, because both point to the
 * same immutable files.
 */
export async function restoreVersion(actor: Actor, appId: string, number: number): Promise<Version> {
  const app = await findManagedApp(actor, appId);
  // From the head that the new version stands after.
  const lines = app.headVersion === null ? null : await linesSince(appId, app.headVersion, number);
  const version = await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM "App" WHERE "id" = ${appId} FOR UPDATE`;
    const source = await tx.version.findUnique({ where: { appId_number: { appId, number } } });
    if (!source) throw new AppError('not_found', `There is no version ${number} of this app.`);
    assertHasBundle(source);
    const active = await tx.build.findFirst({ where: { appId, status: { in: ['queued', 'running'] } } });
    if (active) throw new AppError('conflict', 'A build of this app is under way. Wait until it ends, or cancel it; then restore.');
    const next = (await newestNumber(tx, appId)) + 1;
    const restored = await tx.version.create({
      data: {
        ...source,
        ...{ number: next, restoredFrom: number, createdById: actor.userId, createdAt: new Date() },
        ...jsonOf(source),
        ...lineColumns(next - 1 === app.headVersion ? lines : null),
      },
    });
    await tx.app.update({ where: { id: appId }, data: { headVersion: next, draftSourceKey: null, draftSandbox: null } });
    return restored;
  });
  return describeOne(actor, app, version);
}

/** Shows a version to viewers; `null` shows none. */
export async function publishVersion(actor: Actor, appId: string, number: number | null): Promise<void> {
  const { name, publishedVersion: before } = await findManagedApp(actor, appId);
  if (number !== null) assertHasBundle((await findVersion(actor, appId, number)).version);
  const data = { publishedVersion: number, publishedAt: number === null ? null : await databaseNow() };
  await db().$transaction(async (tx) => {
    await tx.app.update({ where: { id: appId }, data });
    // The row of the app is locked now: no sweep takes the bundle from here on.
    if (number !== null) assertHasBundle(await tx.version.findUniqueOrThrow({ where: { appId_number: { appId, number } } }));
    const action = number === null ? 'app.unpublished' : 'app.published';
    await audit(actor, { action, subject: { kind: 'app', id: appId, name }, details: { version: number ?? before } }, tx);
  });
}

/**
 * Refuses what needs files that retention deleted.
 * @throws AppError `conflict` saying what can be done instead
 */
export function assertHasBundle({ number, bundleGoneAt }: Pick<VersionRow, 'number' | 'bundleGoneAt'>): void {
  if (bundleGoneAt === null) return;
  throw new AppError(
    'conflict',
    `Version ${number} is too old to be opened: its bundle was deleted on ${bundleGoneAt.toISOString().slice(0, 10)}. Its source can still be read and downloaded.`,
  );
}

/** The highest version number of an app; 0 when it has none. */
export async function newestNumber(tx: Prisma.TransactionClient, appId: string): Promise<number> {
  const newest = await tx.version.aggregate({ where: { appId }, _max: { number: true } });
  return newest._max.number ?? 0;
}

const jsonOf = ({ files, evidence, queries }: VersionRow) => ({
  files: files as Prisma.InputJsonValue,
  evidence: evidence as Prisma.InputJsonValue,
  queries: queries as Prisma.InputJsonValue,
});

async function describeOne(actor: Actor, app: AppRow, row: VersionRow): Promise<Version> {
  const [version] = await describeVersions(actor, app, [row]);
  if (!version) throw new Error('one row gives one version');
  return version;
}

async function describeVersions(actor: Actor, app: AppRow, rows: readonly VersionRow[]): Promise<Version[]> {
  const personOf = await findPeople(rows.map((row) => row.createdById));
  const shown = canManageApp(actor, app) ? rows : rows.map((row) => ({ ...row, prompt: '', ...lineColumns(null) })); // prompts and source are the authors'
  return shown.map((row) => toVersion(row, personOf(row.createdById), app.publishedVersion));
}
