import { normalize } from 'node:path/posix';
import { AppError } from '#lib/errors.ts';
import type { ProjectFile } from '../project-files.ts';
import { type Located, parseLocated } from '../yaml/located.ts';
import { asMap, createReader, type Reader, type Report } from '../yaml/reader.ts';
import { checkModelKeys } from './keys.ts';

export interface ProjectSettings {
  /** Folders with models, relative to the project. */
  readonly modelPaths: readonly string[];
  /** A row filter that the project sets for its models at large: nothing may be served. */
  readonly refusedFor: string | null;
}

/**
 * What dbt_project.yml says about models.
 * @throws AppError `unprocessable` when it is no YAML map
 */
export function readProjectSettings(file: ProjectFile, report: Report): ProjectSettings {
  const { root, problems } = parseLocated(file.text);
  const map = asMap(root ?? undefined);
  if (!map) {
    const [first] = problems;
    throw new AppError('unprocessable', `${file.path}, line ${first?.line ?? 1}: ${first?.message ?? 'this is not a dbt project file'}`);
  }
  const reader = createReader(file.path, report);
  const list = reader.list(map, 'model-paths') ?? reader.list(map, 'source-paths');
  const modelPaths = (list ?? [{ line: 1, value: 'models' }]).flatMap((item) => {
    const path = typeof item.value === 'string' ? normalize(item.value).replace(/\/$/, '') : '';
    if (path !== '' && path !== '..' && !path.startsWith('/') && !path.startsWith('../')) return [path];
    reader.problem(item.line, `model path ${JSON.stringify(path)} is left out: it must be a folder inside the project`);
    return [];
  });
  return { modelPaths: [...new Set(modelPaths)], refusedFor: guardIn(reader, map.get('models'), 0) };
}

function guardIn(reader: Reader, located: Located | undefined, depth: number): string | null {
  const map = asMap(located);
  if (!map || depth > 20) return null;
  let guard: string | null = null;
  for (const [key, value] of map) {
    if (key === 'meta' || key === '+meta') {
      reader.problem(value.line, `\`${key}\` in dbt_project.yml is not supported yet: give it to the models themselves`);
      guard ??= checkModelKeys(reader, asMap(value) ?? new Map(), 'settings');
    } else guard ??= guardIn(reader, value, depth + 1);
  }
  return guard;
}
