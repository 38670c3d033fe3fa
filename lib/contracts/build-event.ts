import { z } from 'zod';

export const BuildStep = z.enum(['sandbox', 'workspace', 'generate', 'check', 'bundle', 'verify', 'store', 'finish']);
export type BuildStep = z.infer<typeof BuildStep>;

export const BuildStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);
export type BuildStatus = z.infer<typeof BuildStatus>;

const status = z.enum(['started', 'finished', 'failed']);
const count = z.number().int().min(0);

/** What a build can say. One union for the worker that writes, the log that keeps and the browser that reads. */
export const BuildEventBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('prompt'), text: z.string() }),
  z.object({ kind: z.literal('step'), name: BuildStep, status, ms: z.number().optional() }),
  z.object({ kind: z.literal('text'), delta: z.string() }),
  z.object({ kind: z.literal('text.done'), text: z.string() }),
  z.object({ kind: z.literal('thinking'), summary: z.string() }),
  z.object({ kind: z.literal('tool'), id: z.string(), name: z.string(), summary: z.string(), path: z.string().optional(), status }),
  z.object({
    kind: z.literal('file'),
    path: z.string(),
    change: z.enum(['created', 'edited', 'deleted']),
    additions: count,
    deletions: count,
  }),
  z.object({ kind: z.literal('check'), name: z.string(), status: z.enum(['passed', 'failed', 'skipped']), message: z.string().optional() }),
  z.object({ kind: z.literal('preview'), url: z.string(), previewKind: z.enum(['draft', 'version']) }),
  z.object({ kind: z.literal('usage'), inputTokens: count, outputTokens: count, usd: z.number() }),
  z.object({ kind: z.literal('notice'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('error'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('done'), status: z.enum(['succeeded', 'failed', 'cancelled']), versionNumber: z.number().int().optional() }),
]);
export type BuildEventBody = z.infer<typeof BuildEventBody>;

/** One line of a build's append-only log: `seq` counts from 0 without gaps. */
export const BuildEvent = z.intersection(z.object({ seq: z.number().int().min(0), at: z.iso.datetime() }), BuildEventBody);
export type BuildEvent = z.infer<typeof BuildEvent>;
