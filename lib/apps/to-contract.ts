import type { App, Evidence, Version } from '#lib/contracts/app.ts';
import type { BuildStatus } from '#lib/contracts/build-event.ts';
import type { FollowUp } from '#lib/contracts/follow-up.ts';
import type { Person } from '#lib/contracts/person.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import type { Prisma } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { canManageApp, type JudgedApp } from '#lib/permissions/can.ts';
import { PERSON } from './people.ts';

/** What an app's wire form is made of. */
export const APP_INCLUDE = {
  owner: { select: PERSON },
  project: { select: { name: true } },
  builds: { orderBy: { createdAt: 'desc' }, take: 1, select: { id: true, status: true, requestedById: true } },
  followUp: true,
} as const satisfies Prisma.AppInclude;

type StoredApp = Prisma.AppGetPayload<{ include: typeof APP_INCLUDE }>;

/** An app as one actor may see it. */
export type AppRow = StoredApp & Pick<JudgedApp, 'spaceLevel'>;

/** What an app's wire form takes besides its row. */
interface AppFacts {
  readonly unread: boolean;
  personOf(userId: string): Person;
}

export function toApp(actor: Actor, row: AppRow, { unread, personOf }: AppFacts): App {
  const edit = canManageApp(actor, row);
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
    latestBuild: edit ? latestOf(row, personOf) : null,
    followUp: edit ? followUpOf(row, personOf) : null,
    unread,
    can: { edit, publish: edit },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const isUnderWay = (status: string) => status === 'queued' || status === 'running';

/** Everybody whose name an app's wire form shows besides its owner's. */
export const peopleIn = ({ builds, followUp }: StoredApp): string[] => [
  ...builds.flatMap(({ status, requestedById }) => (isUnderWay(status) ? [requestedById] : [])),
  ...(followUp ? [followUp.requestedById] : []),
];

function latestOf({ builds: [latest] }: StoredApp, personOf: AppFacts['personOf']): App['latestBuild'] {
  if (!latest) return null;
  const { id, status, requestedById } = latest;
  return { id, status: status as BuildStatus, requestedBy: isUnderWay(status) ? personOf(requestedById) : null };
}

function followUpOf({ followUp }: StoredApp, personOf: AppFacts['personOf']): FollowUp | null {
  if (!followUp) return null;
  const { prompt, createdAt, requestedById, problem } = followUp;
  return {
    prompt,
    createdAt: createdAt.toISOString(),
    requestedBy: personOf(requestedById),
    problem: problem as FollowUp['problem'],
  };
}

type VersionRow = Prisma.VersionGetPayload<object>;

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
    lines: row.linesAdded === null || row.linesRemoved === null ? null : { added: row.linesAdded, removed: row.linesRemoved },
  };
}

/** Where the picture is, when the browser took one. A duplicate has none: it shows what another author may see. */
function withPicture(row: VersionRow): Evidence {
  const evidence = row.evidence as Evidence;
  const opened = evidence.checks.some((check) => check.name === 'opened' && check.status === 'passed');
  const own = row.bundlePrefix.startsWith(`apps/${row.appId}/`);
  return opened && own ? { ...evidence, screenshotUrl: `/api/apps/${row.appId}/versions/${row.number}/screenshot` } : evidence;
}
