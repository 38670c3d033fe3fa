import type { BuildEvent } from '#lib/contracts/build-event.ts';
import type { CheckLine, FileLine, StepLine } from './transcript.ts';

type Of<K extends BuildEvent['kind']> = Extract<BuildEvent, { kind: K }>;

/** Replaces the member that `same` finds, or adds a new one at the end. */
function upsert<T>(list: T[], same: (one: T) => boolean, make: (known: T | undefined) => T): T[] {
  const at = list.findIndex(same);
  return at === -1 ? [...list, make(undefined)] : list.with(at, make(list[at]));
}

/** Steps in the order of their first start; a step that runs again counts its tries and adds up its time. */
export function foldStep(steps: StepLine[], event: Of<'step'>): StepLine[] {
  return upsert(
    steps,
    (step) => step.name === event.name,
    (known) => {
      if (event.status === 'started') {
        return { name: event.name, status: 'started', startedAt: event.at, ms: known?.ms ?? null, tries: (known?.tries ?? 0) + 1 };
      }
      const startedAt = known?.startedAt ?? event.at;
      const spent = event.ms ?? Math.max(0, Date.parse(event.at) - Date.parse(startedAt));
      return { name: event.name, status: event.status, startedAt, ms: (known?.ms ?? 0) + spent, tries: known?.tries ?? 1 };
    },
  );
}

/** One line a file: what became of it in this build, with all its added and removed lines. */
export function foldFile(files: FileLine[], event: Of<'file'>): FileLine[] {
  const { path, change, additions, deletions } = event;
  return upsert(
    files,
    (file) => file.path === path,
    (known) => ({
      path,
      change: known?.change === 'created' && change === 'edited' ? 'created' : change,
      additions: (known?.additions ?? 0) + additions,
      deletions: (known?.deletions ?? 0) + deletions,
    }),
  );
}

/** The latest word on each check. */
export function foldCheck(checks: CheckLine[], event: Of<'check'>): CheckLine[] {
  const line = { name: event.name, status: event.status, message: event.message ?? null };
  return upsert(
    checks,
    (check) => check.name === event.name,
    () => line,
  );
}
