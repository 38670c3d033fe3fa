import { z } from 'zod';
import { PageQuery } from './page.ts';

export const AuditQuery = PageQuery.extend({
  /** Words in the names of who did it and what it was done to. */
  q: z.string().trim().max(200).optional(),
  actor: z.string().max(100).optional(),
  action: z.string().max(60).optional(),
  subject: z.string().max(100).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditLine = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  action: z.string(),
  /** The act in words. */
  summary: z.string(),
  subject: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable(),
  details: z.record(z.string(), z.unknown()),
  ip: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type AuditLine = z.infer<typeof AuditLine>;

export const AuditVerdict = z.object({
  entries: z.number().int(),
  /** The hash of the last line. Whoever keeps it elsewhere can tell later that nothing before it was cut off. */
  head: z.string(),
  /** The first line that does not follow from the one before it, or null when all do. */
  broken: z.object({ seq: z.string(), why: z.string() }).nullable(),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;
