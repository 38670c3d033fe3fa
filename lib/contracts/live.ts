import { z } from 'zod';
import { listQuery } from './list.ts';

const Level = z.object({
  name: z.string(),
  isolation: z.enum(['microvm', 'container', 'process']),
  /** Whether it was seen to work on this machine. */
  ok: z.boolean(),
  message: z.string(),
  /** Whether this version can use it. */
  supported: z.boolean(),
  inForce: z.boolean(),
});

/** Every isolation level that this machine could run, tried. */
export const Doctor = z.object({
  inForce: Level.pick({ name: true, isolation: true, ok: true, message: true }).nullable(),
  levels: z.array(Level),
});
export type Doctor = z.infer<typeof Doctor>;

/** One row of the registry of sandboxes. Times in milliseconds, sizes in bytes. */
export const SandboxLine = z.object({
  id: z.string(),
  provider: z.string(),
  state: z.enum(['creating', 'running', 'suspended']),
  /** Null: it waits in the pool for whoever comes next. */
  app: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** The build that works in it. */
  buildId: z.string().nullable(),
  ageMs: z.number(),
  idleMs: z.number(),
  snapshotBytes: z.number().nullable(),
  /** Null: the provider has no price. */
  costUsd: z.number().nullable(),
});
export type SandboxLine = z.infer<typeof SandboxLine>;

export const SandboxesQuery = listQuery(['age', 'idle', 'state', 'size'], 'idle').extend({
  state: z.enum(['creating', 'running', 'suspended']).optional(),
});
export type SandboxesQuery = z.infer<typeof SandboxesQuery>;

export const Queue = z.object({
  /** Builds that wait for a worker. */
  depth: z.number(),
  /** Builds that are being worked on. */
  running: z.number(),
  oldest: z.object({ buildId: z.string(), waitingMs: z.number() }).nullable(),
  /** Builds that wait or are worked on, the oldest first; at most a hundred. */
  builds: z.array(
    z.object({
      id: z.string(),
      app: z.object({ id: z.string(), name: z.string() }),
      status: z.enum(['queued', 'running']),
      step: z.string().nullable(),
      sinceMs: z.number(),
      cancelling: z.boolean(),
    }),
  ),
  processes: z.array(
    z.object({ id: z.string(), kind: z.string(), startedAt: z.iso.datetime(), beatAt: z.iso.datetime(), alive: z.boolean() }),
  ),
});
export type Queue = z.infer<typeof Queue>;

const Kind = z.object({ count: z.number(), bytes: z.number(), examples: z.array(z.string()) });

/** What a sweep deletes, or would. */
export const SweepReport = z.object({
  dryRun: z.boolean(),
  snapshots: Kind,
  eventLogs: Kind,
  bundles: Kind,
  leftovers: Kind,
  /** What could not be deleted now; the next sweep tries again. */
  failed: z.number(),
});
export type SweepReport = z.infer<typeof SweepReport>;
