import { z } from 'zod';
import { listQuery } from './list.ts';

export const USAGE_GROUPS = ['day', 'user', 'group', 'space', 'app', 'model', 'resource'] as const;

/** Days of the organisation's calendar, both included. Without them: the month that runs. */
const days = { from: z.iso.date().optional(), to: z.iso.date().optional() };

export const UsageQuery = z.object({ ...days, groupBy: z.enum(USAGE_GROUPS).default('day') });
export type UsageQuery = z.infer<typeof UsageQuery>;

/** What one day, person, group, … spent, by resource. In groups and spaces lines overlap: people are in several, spaces lie in others. */
const UsageLine = z.object({
  key: z.string(),
  name: z.string(),
  modelUsd: z.number(),
  sandboxUsd: z.number(),
  warehouseUsd: z.number(),
  totalUsd: z.number(),
  /** Calls, minutes and queries that cost something. */
  calls: z.number(),
});
export type UsageLine = z.infer<typeof UsageLine>;

export const Usage = z.object({
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  groupBy: z.enum(USAGE_GROUPS),
  totalUsd: z.number(),
  /** Set aside right now. */
  reservedUsd: z.number(),
  items: z.array(UsageLine),
});
export type Usage = z.infer<typeof Usage>;

export const UsageSummary = z.object({
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  totalUsd: z.number(),
  builds: z.number(),
  /** Of builds in these days that made no version. */
  failedUsd: z.number(),
  failedBuilds: z.number(),
  /** Of calls whose process died: what they may have cost beyond what is counted. */
  uncertainUsd: z.number(),
  uncertainCalls: z.number(),
  /** Of the month that runs: null without anything spent. */
  forecast: z.object({ spentUsd: z.number(), perDayUsd: z.number(), monthEndUsd: z.number(), fromDays: z.number() }).nullable(),
});
export type UsageSummary = z.infer<typeof UsageSummary>;
export const SummaryQuery = z.object(days);

export const AdminBuildsQuery = listQuery(['createdAt', 'usd', 'seconds'], '-createdAt').extend({
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']).optional(),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
});
export type AdminBuildsQuery = z.infer<typeof AdminBuildsQuery>;

export const AdminBuild = z.object({
  id: z.string(),
  app: z.object({ id: z.string(), name: z.string() }),
  requestedBy: z.object({ id: z.string(), name: z.string() }),
  status: z.string(),
  model: z.string(),
  prompt: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** From its start to its end. */
  seconds: z.number().nullable(),
  modelUsd: z.number(),
  sandboxUsd: z.number(),
  usd: z.number(),
  /** Milliseconds by step. */
  timings: z.record(z.string(), z.number()),
});
export type AdminBuild = z.infer<typeof AdminBuild>;

/** What builds like the next one usually take, from what was measured here; null without enough of it. */
export const BuildEstimate = z.object({
  estimate: z
    .object({
      usd: z.object({ low: z.number(), high: z.number() }),
      seconds: z.object({ low: z.number(), high: z.number() }),
      /** Whose builds they were, and how many. */
      basis: z.enum(['app', 'organisation']),
      builds: z.number(),
    })
    .nullable(),
});
export type BuildEstimate = z.infer<typeof BuildEstimate>;
