import { type CreateProject, CreateProject as CreateProjectSchema } from '#lib/contracts/project.ts';

/** The form as it is typed: every field a text. */
export interface ProjectForm {
  name: string;
  source: 'folder' | 'git';
  path: string;
  url: string;
  ref: string;
  subdirectory: string;
  warehouse: 'duckdb' | 'postgres';
  duckdbPath: string;
  host: string;
  port: string;
  database: string;
  user: string;
  password: string;
  schema: string;
  ssl: boolean;
}

export const EMPTY_FORM: ProjectForm = {
  name: '',
  source: 'folder',
  path: '',
  url: '',
  ref: '',
  subdirectory: '',
  warehouse: 'duckdb',
  duckdbPath: '',
  host: '',
  port: '5432',
  database: '',
  user: '',
  password: '',
  schema: '',
  ssl: false,
};

/** Which field an issue of the contract belongs to. */
const FIELDS: Record<string, keyof ProjectForm> = {
  name: 'name',
  'source.path': 'path',
  'source.url': 'url',
  'source.ref': 'ref',
  'source.subdirectory': 'subdirectory',
  'warehouse.path': 'duckdbPath',
  'warehouse.host': 'host',
  'warehouse.port': 'port',
  'warehouse.database': 'database',
  'warehouse.user': 'user',
  'warehouse.password': 'password',
  'warehouse.schema': 'schema',
};

const optional = <K extends string>(key: K, value: string) => (value.trim() === '' ? {} : { [key]: value.trim() });

/** Checks a form against the contract: the request, or a message a field. */
export function readProjectForm(form: ProjectForm): { request: CreateProject } | { errors: Partial<Record<keyof ProjectForm, string>> } {
  const source =
    form.source === 'folder'
      ? { kind: 'folder', path: form.path.trim(), ...optional('subdirectory', form.subdirectory) }
      : { kind: 'git', url: form.url.trim(), ...optional('ref', form.ref), ...optional('subdirectory', form.subdirectory) };
  const warehouse =
    form.warehouse === 'duckdb'
      ? { kind: 'duckdb', path: form.duckdbPath.trim() }
      : {
          kind: 'postgres',
          host: form.host.trim(),
          port: Number(form.port),
          database: form.database.trim(),
          user: form.user.trim(),
          ssl: form.ssl,
          ...(form.password === '' ? {} : { password: form.password }),
          ...optional('schema', form.schema),
        };
  const parsed = CreateProjectSchema.safeParse({ name: form.name, source, warehouse });
  if (parsed.success) return { request: parsed.data };
  const errors: Partial<Record<keyof ProjectForm, string>> = {};
  for (const issue of parsed.error.issues) {
    const field = FIELDS[issue.path.join('.')] ?? 'name';
    errors[field] ??= issue.code === 'too_small' ? 'This is needed.' : issue.message;
  }
  return { errors };
}
