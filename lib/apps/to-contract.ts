import type { App, Evidence, Version } from '#lib/contracts/app.ts';
import type { BuildStatus } from '#lib/contracts/build-event.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import type { Prisma } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { canManageApp } from '#lib/permissions/can.ts';

const PERSON = { select: { id: true, name: true, email: true } } as const;

/** What an app's wire form is made of. */
export const APP_INCLUDE = {
  owner: PERSON,
  project: { select: { name: true } },
  builds: { orderBy: { createdAt: 'desc' }, take: 1, select: { id: true, status: true } },
} as const satisfies Prisma.AppInclude;

export type AppRow = Prisma.AppGetPayload<{ include: typeof APP_INCLUDE }>;

export function toApp(actor: Actor, row: AppRow): App {
  const edit = canManageApp(actor, row);
  const latest = row.builds[0];
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    projectId: row.projectId,
    projectName: row.project.name,
    spaceId: row.spaceId,
    owner: row.owner,
    headVersion: edit ? row.headVersion : row.publishedVersion,
    publishedVersion: row.publishedVersion,
    latestBuild: edit && latest ? { id: latest.id, status: latest.status as BuildStatus } : null,
    can: { edit, publish: edit },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

type VersionRow = Prisma.VersionGetPayload<object>;
type Person = Version['createdBy'];

export function toVersion(row: VersionRow, createdBy: Person, publishedVersion: number | null): Version {
  return {
    number: row.number,
    buildId: row.buildId,
    prompt: row.prompt,
    createdAt: row.createdAt.toISOString(),
    createdBy,
    restoredFrom: row.restoredFrom,
    status: 'ready',
    published: row.number === publishedVersion,
    evidence: withPicture(row),
    queries: row.queries as MetricQuery[],
  };
}

/** Where the picture is, when the browser took one. A duplicate has none: it shows what another author may see. */
function withPicture(row: VersionRow): Evidence {
  const evidence = row.evidence as Evidence;
  const opened = evidence.checks.some((check) => check.name === 'opened' && check.status === 'passed');
  const own = row.bundlePrefix.startsWith(`apps/${row.appId}/`);
  return opened && own ? { ...evidence, screenshotUrl: `/api/apps/${row.appId}/versions/${row.number}/screenshot` } : evidence;
}
