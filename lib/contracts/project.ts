import { z } from 'zod';

export const ProjectSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1).max(1000), subdirectory: z.string().max(500).optional() }),
  z.strictObject({
    kind: z.literal('git'),
    url: z.string().min(1).max(1000),
    ref: z.string().max(200).optional(),
    subdirectory: z.string().max(500).optional(),
  }),
]);
export type ProjectSource = z.infer<typeof ProjectSource>;

/** Connection of a project's warehouse. `path` of DuckDB is relative to the project's folder, or absolute under an allowed root. */
export const WarehouseConfig = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('duckdb'), path: z.string().min(1).max(1000) }),
  z.strictObject({
    kind: z.literal('postgres'),
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65535).default(5432),
    database: z.string().min(1).max(200),
    user: z.string().min(1).max(200),
    password: z.string().max(1000).optional(),
    schema: z.string().max(200).optional(),
    ssl: z.boolean().default(false),
  }),
]);
export type WarehouseConfig = z.infer<typeof WarehouseConfig>;

/** Something in a project's files that could not be used: where it is, and what to do. */
export const ModelIssue = z.object({ file: z.string(), line: z.number().int().optional(), message: z.string() });
export type ModelIssue = z.infer<typeof ModelIssue>;

export const CreateProject = z.strictObject({
  name: z.string().trim().min(1).max(100),
  source: ProjectSource,
  warehouse: WarehouseConfig,
});
export type CreateProject = z.infer<typeof CreateProject>;

export const Project = z.object({
  id: z.string(),
  name: z.string(),
  source: ProjectSource,
  warehouse: z.object({ kind: z.string(), label: z.string() }),
  explores: z.number().int(),
  errors: z.array(ModelIssue),
  createdAt: z.iso.datetime(),
});
export type Project = z.infer<typeof Project>;

export const ProjectTest = z.object({
  ok: z.boolean(),
  steps: z.array(
    z.object({ name: z.string(), status: z.enum(['ok', 'failed', 'skipped']), ms: z.number(), message: z.string().optional() }),
  ),
});
export type ProjectTest = z.infer<typeof ProjectTest>;
