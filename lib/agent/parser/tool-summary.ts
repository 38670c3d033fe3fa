import { basename, posix } from 'node:path';
import { APP_DIR, CATALOG_DIR } from '../places.ts';

const MAX_SUMMARY = 90;

export interface ToolLine {
  readonly summary: string;
  /** Of a file of the app, relative to it. */
  readonly path?: string;
}

/** A tool call as a line that people read: "Reading the catalog: orders", "Writing src/App.tsx", "Running npm run check". */
export function toolLine(name: string, input: Readonly<Record<string, unknown>>): ToolLine {
  const file = textOf(input.file_path);
  if (file && name in FILE_VERBS) return fileLine(FILE_VERBS[name as keyof typeof FILE_VERBS], file);
  if (name === 'Bash') return { summary: bashSummary(textOf(input.command)) };
  if (name === 'Grep') return { summary: short(`Searching for ${textOf(input.pattern)}`) };
  if (name === 'Glob') return { summary: short(`Looking for files: ${textOf(input.pattern)}`) };
  return { summary: short(`Using ${name}`) };
}

const FILE_VERBS = { Read: 'Reading', Write: 'Writing', Edit: 'Editing' } as const;

/** The path relative to the app, or null for a file outside of it. */
export function pathInApp(file: string): string | null {
  const path = posix.normalize(file.startsWith('/') ? file : posix.join(APP_DIR, file));
  return path.startsWith(`${APP_DIR}/`) ? path.slice(APP_DIR.length + 1) : null;
}

function fileLine(verb: string, file: string): ToolLine {
  const explore = exploreOf(file);
  if (explore && verb === 'Reading') return { summary: short(explore) };
  const path = pathInApp(file);
  return path === null ? { summary: short(`${verb} ${basename(file)}`) } : { summary: short(`${verb} ${path}`), path };
}

function exploreOf(text: string): string | null {
  if (!text.includes(CATALOG_DIR) && !/\bcatalog\//.test(text)) return null;
  const names = [...text.matchAll(/explores\/([\w-]+)\.yml/g)].flatMap((match) => match[1] ?? []);
  return names.length > 0 ? `Reading the catalog: ${[...new Set(names)].join(', ')}` : 'Reading the catalog';
}

function bashSummary(command: string): string {
  const own = command.replace(/^\s*cd\s+[^\s;&]+\s*(?:&&|;)\s*/, '').trim();
  if (/catalog/.test(own)) {
    const pattern = /\b(?:grep|rg)\s+(?:-[\w-]+\s+)*(?:'([^']+)'|"([^"]+)"|([^\s'"|;&]+))/.exec(own);
    const wanted = pattern?.[1] ?? pattern?.[2] ?? pattern?.[3];
    return short(
      wanted ? `Searching the catalog: ${wanted.replaceAll('|', ', ').replaceAll('\\', '')}` : (exploreOf(own) ?? 'Reading the catalog'),
    );
  }
  const first = own.split('\n')[0] ?? '';
  return short(`Running ${first.replace(/\s*(?:2>&1.*|\|\s*(?:head|tail)\b.*)$/, '').replaceAll(`${APP_DIR}/`, '') || 'a command'}`);
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_SUMMARY ? `${line.slice(0, MAX_SUMMARY - 1)}…` : line;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
