import { z } from 'zod';
import { MetricQuery } from './query.ts';

export const FileDiff = z.object({
  path: z.string(),
  status: z.enum(['added', 'removed', 'changed']),
  additions: z.number().int(),
  deletions: z.number().int(),
  /** A unified diff; null when it is left out, see `leftOut`. */
  patch: z.string().nullable(),
  leftOut: z.enum(['binary', 'too_large']).optional(),
});
export type FileDiff = z.infer<typeof FileDiff>;

/** A query with words for people: "Revenue by Region". */
const DescribedQuery = MetricQuery.extend({ title: z.string() });
export type DescribedQuery = z.infer<typeof DescribedQuery>;

const ChangedQuery = z.object({
  title: z.string(),
  before: MetricQuery,
  after: MetricQuery,
  /** What changed, one sentence each, with the labels of the catalog: "added filter Region is EMEA". */
  changes: z.array(z.string()),
});
export type ChangedQuery = z.infer<typeof ChangedQuery>;

/** What changed from version `against` to version `number`. */
export const VersionDiff = z.object({
  number: z.number().int(),
  against: z.number().int(),
  files: z.array(FileDiff),
  queries: z.object({ added: z.array(DescribedQuery), removed: z.array(DescribedQuery), changed: z.array(ChangedQuery) }),
});
export type VersionDiff = z.infer<typeof VersionDiff>;
