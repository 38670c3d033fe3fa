import { useState, useSyncExternalStore } from 'react';
import { type AppProblems, createAppProblems, type ProblemsView, viewOf } from './app-problems.ts';

const NO_VERSION = -1;

/** What goes wrong in the versions of the app on this page, and what there is to say of the one that is shown. */
export function useAppProblems(shown: number | null): { problems: AppProblems; view: ProblemsView | null } {
  const [problems] = useState(createAppProblems);
  const versions = useSyncExternalStore(problems.subscribe, problems.snapshot, problems.snapshot);
  return { problems, view: viewOf(versions, shown ?? NO_VERSION) };
}
