import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import type { ModelIssue } from '#lib/contracts/project.ts';
import { AppError } from '#lib/errors.ts';
import type { WarehouseTable } from '#lib/warehouse/contract.ts';
import { buildExplores } from './build-explores.ts';
import { readProjectSettings } from './dbt/project-settings.ts';
import { readModels } from './dbt/read-model.ts';
import type { ModelSource } from './dbt/source.ts';
import type { SemanticModel } from './model.ts';
import { type ProjectFile, readModelFiles, readProjectFile } from './project-files.ts';
import { parseLocated } from './yaml/located.ts';
import { createReader, type Report } from './yaml/reader.ts';

/** More issues than this help nobody; the last one says that there are more. */
const MAX_ISSUES = 500;

interface LoadOptions {
  /** The warehouse's tables: types of columns come from here, and what it lacks is an issue. */
  readonly tables?: readonly WarehouseTable[];
}

/**
 * Reads a dbt project with models in the Lightdash dialect. The folder is not trusted.
 * What cannot be used is left out and named in `issues` with file, line and key; the rest works.
 * @throws AppError `unprocessable` when the folder or its dbt_project.yml is missing
 */
export async function loadSemanticModel(folder: string, options: LoadOptions = {}): Promise<SemanticModel> {
  const { issues, report } = collectIssues();
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new AppError('unprocessable', 'The project folder cannot be read: check that it exists and that the server may read it', {
      cause,
    });
  });
  const settingsFile =
    (await readProjectFile(root, 'dbt_project.yml', report)) ?? (await readProjectFile(root, 'dbt_project.yaml', report));
  if (!settingsFile) {
    throw new AppError('unprocessable', 'The folder has no dbt_project.yml: give the folder, or the sub-folder, of a dbt project');
  }
  const settings = readProjectSettings(settingsFile, report);
  const files: ProjectFile[] = [];
  for (const path of settings.modelPaths) files.push(...(await readModelFiles(root, path, report)));
  const guarded = settings.refusedFor;
  const hidden = modelsWithHiddenMeta(files, report);
  const models = files
    .flatMap((file) => (isSql(file) ? [] : modelsOf(file, report)))
    .map((model) => {
      const refusedFor = guarded ?? (hidden.has(model.name) ? 'config(meta=…)' : model.refusedFor);
      return { ...model, refusedFor };
    });
  const explores = buildExplores(models, options.tables ?? null, report);
  return { version: versionOf([settingsFile, ...files], options.tables), explores, issues: issues() };
}

const isSql = ({ path }: ProjectFile): boolean => /\.sql$/i.test(path);

/** dbt also takes `meta` from a model's SQL. We do not read it there, and a row filter may stand in it. */
function modelsWithHiddenMeta(files: readonly ProjectFile[], report: Report): Set<string> {
  const names = new Set<string>();
  for (const { path, text } of files.filter(isSql)) {
    const found = /\bconfig\s*\([\s\S]*?\bmeta\b/.exec(text);
    if (!found) continue;
    const name = path.replace(/^.*\//, '').replace(/\.sql$/i, '');
    names.add(name);
    const line = text.slice(0, found.index + found[0].length).split('\n').length;
    const message = `\`meta\` in config() is not supported yet, so nothing of model ${name} is served: move it to the model's YAML`;
    report({ file: path, line, message });
  }
  return names;
}

function modelsOf(file: ProjectFile, report: Report): ModelSource[] {
  const { root, problems } = parseLocated(file.text);
  for (const { line, message } of problems) report({ file: file.path, line, message: `the file is left out: ${message}` });
  return readModels(createReader(file.path, report), root);
}

function collectIssues(): { issues: () => readonly ModelIssue[]; report: Report } {
  const found = new Map<string, ModelIssue>();
  let more = 0;
  const report: Report = (issue) => {
    const key = `${issue.file}:${issue.line ?? 0}:${issue.message}`;
    if (found.has(key)) return;
    if (found.size >= MAX_ISSUES) more++;
    else found.set(key, { ...issue, message: issue.message.slice(0, 1000) });
  };
  const issues = (): readonly ModelIssue[] => {
    const sorted = [...found.values()].sort((a, b) => (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1));
    return more === 0 ? sorted : [...sorted, { file: 'dbt_project.yml', message: `and ${more} more issues` }];
  };
  return { issues, report };
}

function versionOf(files: readonly ProjectFile[], tables: readonly WarehouseTable[] | undefined): string {
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(JSON.stringify([path, text]));
  hash.update(JSON.stringify(tables ?? null));
  return hash.digest('hex').slice(0, 32);
}
