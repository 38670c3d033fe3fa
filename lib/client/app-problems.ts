import type { AppProblem } from './bridge-session.ts';

export interface ProblemLine extends AppProblem {
  readonly key: string;
  /** How often it was told. */
  readonly count: number;
}

/** What went wrong in one version while it was looked at. */
interface VersionProblems {
  readonly lines: readonly ProblemLine[];
  /** Told, but neither kept nor counted above. */
  readonly more: number;
  /** The version came to rest at least once since it was opened. */
  readonly settled: boolean;
}

export type ProblemsByVersion = ReadonlyMap<number, VersionProblems>;

/** Collects what goes wrong in the versions of one app, however fast it comes. */
export interface AppProblems {
  /** A version was opened: what it said before no longer counts. */
  opened(version: number): void;
  report(version: number, problem: AppProblem): void;
  reportMore(version: number): void;
  settled(version: number): void;
  /** Forgets what this view tells. */
  forget(view: Pick<ProblemsView, 'version' | 'fixed'>): void;
  subscribe(listener: () => void): () => void;
  snapshot(): ProblemsByVersion;
}

const MAX_LINES = 20;
const MAX_VERSIONS = 8;
const MAX_MESSAGE = 600;
/** The page is told of changes this often at most. */
const NOTIFY_MS = 250;
const NOTHING: VersionProblems = { lines: [], more: 0, settled: false };

export function createAppProblems(): AppProblems {
  let versions: ProblemsByVersion = new Map();
  let shown = versions;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  function publish() {
    timer = undefined;
    shown = versions;
    for (const listener of listeners) listener();
  }

  function change(version: number, to: (now: VersionProblems) => VersionProblems) {
    const now = versions.get(version) ?? NOTHING;
    const next = to(now);
    if (next === now) return;
    versions = new Map([...versions, [version, next]].slice(-MAX_VERSIONS) as [number, VersionProblems][]);
    timer ??= setTimeout(publish, NOTIFY_MS);
  }

  return {
    opened: (version) => change(version, () => ({ ...NOTHING })),
    report: (version, problem) => change(version, (now) => withProblem(now, problem)),
    reportMore: (version) => change(version, (now) => ({ ...now, more: now.more + 1 })),
    settled: (version) => change(version, (now) => (now.settled ? now : { ...now, settled: true })),
    forget({ version: shown, fixed }) {
      const told = (version: number) => version === shown || version === fixed?.since;
      versions = new Map([...versions].map(([version, now]) => [version, told(version) ? { ...now, lines: [], more: 0 } : now]));
      clearTimeout(timer);
      publish();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    snapshot: () => shown,
  };
}

function withProblem(now: VersionProblems, given: AppProblem): VersionProblems {
  const problem = { ...given, message: given.message.slice(0, MAX_MESSAGE) };
  const key = keyOf(problem);
  if (now.lines.some((line) => line.key === key)) {
    return { ...now, lines: now.lines.map((line) => (line.key === key ? { ...line, count: line.count + 1 } : line)) };
  }
  if (now.lines.length >= MAX_LINES) return { ...now, more: now.more + 1 };
  return { ...now, lines: [...now.lines, { ...problem, key, count: 1 }] };
}

/** The same failure has the same key, whatever numbers its message holds and wherever its line has moved to. */
const keyOf = ({ kind, message, place }: AppProblem): string => [kind, place?.file ?? '', message.replaceAll(/\d+/g, '#')].join('\n');

export interface ProblemsView {
  readonly version: number;
  readonly lines: readonly ProblemLine[];
  readonly more: number;
  /** What an earlier version said and this one, at rest, does not. */
  readonly fixed: { readonly since: number; readonly lines: readonly ProblemLine[] } | null;
}

/** What there is to say while a version is shown; null for nothing. */
export function viewOf(versions: ProblemsByVersion, version: number): ProblemsView | null {
  const { lines, more, settled } = versions.get(version) ?? NOTHING;
  const since = [...versions.keys()]
    .filter((one) => one < version && (versions.get(one)?.lines.length ?? 0) > 0)
    .toSorted((a, b) => b - a)[0];
  const gone = since === undefined ? [] : (versions.get(since)?.lines ?? []).filter(({ key }) => !lines.some((line) => line.key === key));
  const fixed = settled && since !== undefined && gone.length > 0 ? { since, lines: gone } : null;
  return lines.length === 0 && more === 0 && fixed === null ? null : { version, lines, more, fixed };
}

const PROMPT_LINES = 8;
const PROMPT_MESSAGE = 300;

/** Asks for a repair: each failure on one line, with its place. The messages are the app's own words, and quoted as such. */
export function repairPrompt({ version, lines, more }: Pick<ProblemsView, 'version' | 'lines' | 'more'>): string {
  const listed = lines.slice(0, PROMPT_LINES).map(({ message, place, count }) => {
    const where = place === undefined ? '' : ` (${place.file.replaceAll(/[^\w./-]/g, '')}, line ${place.line})`;
    return `- "${message.replaceAll(/\s+/g, ' ').trim().slice(0, PROMPT_MESSAGE)}"${where}${count > 1 ? `, ${count} times` : ''}`;
  });
  const left = lines.length - listed.length + more;
  return [
    `Version ${version} of the app shows ${lines.length === 1 ? 'this error' : 'these errors'} when it runs. Please fix ${lines.length === 1 ? 'it' : 'them'}:`,
    ...listed,
    ...(left > 0 ? [`- and ${left} more`] : []),
  ].join('\n');
}
