import { z } from 'zod';
import { BuildStatus } from './build-event.ts';
import { FollowUp } from './follow-up.ts';
import { Person } from './person.ts';
import { MetricQuery, QueryResult } from './query.ts';

export const CreateApp = z.strictObject({
  projectId: z.string(),
  spaceId: z.string().nullable().optional(),
  name: z.string().trim().min(1).max(120).optional(),
});
export type CreateApp = z.infer<typeof CreateApp>;

export const UpdateApp = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  description: z.string().trim().max(1000).nullable().optional(),
  spaceId: z.string().nullable().optional(),
});
export type UpdateApp = z.infer<typeof UpdateApp>;

export const App = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  projectId: z.string(),
  projectName: z.string(),
  spaceId: z.string().nullable(),
  owner: Person,
  headVersion: z.number().int().nullable(),
  publishedVersion: z.number().int().nullable(),
  /** The newest build, so that a list can show what is going on, and while it is on its way whose it is. */
  latestBuild: z.object({ id: z.string(), status: BuildStatus, requestedBy: Person.nullable() }).nullable(),
  /** The prompt that becomes the next build, for those who may change the app. */
  followUp: FollowUp.nullable(),
  /** Something happened that this person has not seen: a build ended or, for viewers, a version was published. */
  unread: z.boolean(),
  can: z.object({ edit: z.boolean(), publish: z.boolean() }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type App = z.infer<typeof App>;

export const EvidenceCheck = z.object({
  name: z.string(),
  status: z.enum(['passed', 'failed', 'skipped']),
  message: z.string().optional(),
});
export type EvidenceCheck = z.infer<typeof EvidenceCheck>;

export const Evidence = z.object({ checks: z.array(EvidenceCheck), screenshotUrl: z.string().optional() });
export type Evidence = z.infer<typeof Evidence>;

export const Version = z.object({
  number: z.number().int(),
  buildId: z.string().nullable(),
  prompt: z.string(),
  createdAt: z.iso.datetime(),
  createdBy: Person,
  restoredFrom: z.number().int().nullable(),
  status: z.enum(['ready']),
  published: z.boolean(),
  evidence: Evidence,
  queries: z.array(MetricQuery),
  /** Lines of source against the version before; null where they were not counted. */
  lines: z.object({ added: z.number().int(), removed: z.number().int() }).nullable(),
});
export type Version = z.infer<typeof Version>;

export const VersionFile = z.object({ path: z.string(), size: z.number().int() });
export const VersionFiles = z.object({ files: z.array(VersionFile) });
export const VersionFileText = z.object({ path: z.string(), size: z.number().int(), text: z.string() });

export const PreviewToken = z.object({ url: z.string(), token: z.string(), expiresAt: z.iso.datetime() });
export type PreviewToken = z.infer<typeof PreviewToken>;

export const AppQuery = z.strictObject({ version: z.int32().min(1), query: MetricQuery });
export type AppQuery = z.infer<typeof AppQuery>;

export const MAX_BATCH_QUERIES = 50;

/**
 * Several queries of a running app in one request. Each `query` is read on its own, so that one that is wrong fails
 * alone.
 */
export const AppQueries = z.strictObject({
  version: z.int32().min(1),
  queries: z
    .array(z.strictObject({ id: z.int32().min(1), query: z.unknown() }))
    .min(1, 'Ask at least one query.')
    .max(MAX_BATCH_QUERIES, `Ask at most ${MAX_BATCH_QUERIES} queries at once.`)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'Give each query an id of its own.'),
});
export type AppQueries = z.infer<typeof AppQueries>;

/** One line of the answer to several queries, in the order in which they finish. */
export const AppQueryLine = z.union([
  z.object({ id: z.number().int(), result: QueryResult }),
  z.object({ id: z.number().int(), error: z.object({ code: z.string(), message: z.string() }) }),
]);
export type AppQueryLine = z.infer<typeof AppQueryLine>;
