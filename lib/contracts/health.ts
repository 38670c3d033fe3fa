import { z } from 'zod';

export const HealthCheck = z.object({
  name: z.enum(['database', 'storage', 'queue', 'worker', 'gateway', 'sandbox', 'model']),
  status: z.enum(['ok', 'degraded', 'down']),
  message: z.string().optional(),
  latencyMs: z.number().optional(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

export const Health = z.object({ status: z.enum(['ok', 'degraded', 'down']), version: z.string(), checks: z.array(HealthCheck) });
export type Health = z.infer<typeof Health>;

const Feature = z.object({ enabled: z.boolean(), reason: z.string().optional() });
/** What data apps need: the main switch, a place for files, a sandbox, a model, and the permission to make them. */
export const Missing = z.enum(['switch', 'storage', 'sandbox', 'model', 'permission']);
export type Missing = z.infer<typeof Missing>;
export const Features = z.object({
  dataApps: Feature.extend({ missing: z.array(Missing).optional() }),
  writeback: Feature,
  scopes: z.array(z.string()),
});
export type Features = z.infer<typeof Features>;
