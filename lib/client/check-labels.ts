import type { BuildStep } from '#lib/contracts/build-event.ts';

/** What a build checks, in words for people. A check that is not listed is shown by its own name, made readable. */
const LABELS: Readonly<Record<string, string>> = {
  types: 'Types',
  bundle: 'Bundle',
  opened: 'Opened in a browser',
  no_errors: 'No errors',
  queries_answered: 'All queries answered',
  not_blank: 'Shows something',
  no_outside_requests: 'No outside requests',
};

/** "queries_answered" → "All queries answered". */
export function checkLabel(name: string): string {
  const known = Object.hasOwn(LABELS, name) ? LABELS[name] : undefined;
  if (known !== undefined) return known;
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The step that makes a check: types and bundle have their own, all others look at the app in a browser. */
export function stepOfCheck(name: string): BuildStep {
  if (name === 'types') return 'check';
  return name === 'bundle' ? 'bundle' : 'verify';
}
