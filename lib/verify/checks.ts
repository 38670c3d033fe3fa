import type { EvidenceCheck } from '#lib/contracts/app.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import type { Visible } from './blank.ts';
import type { VerifySession } from './session.ts';

type Observed = Pick<VerifySession, 'connected' | 'asked' | 'unanswered' | 'errors' | 'outside' | 'failedQueries' | 'queries'>;

const passed = (name: string): EvidenceCheck => ({ name, status: 'passed' });
const failed = (name: string, message: string): EvidenceCheck => ({ name, status: 'failed', message });
const byLines = (name: string, lines: readonly string[]): EvidenceCheck =>
  lines.length === 0 ? passed(name) : failed(name, lines.length === 1 ? String(lines[0]) : `${lines[0]} (and ${lines.length - 1} more)`);

/**
 * Turns what was observed into checks, and into lines for whoever has to mend the app.
 * @param lateMs the deadline, when the app had not come to rest by then
 */
export function evidenceOf(
  seen: Observed,
  visible: Visible | null,
  lateMs: number | null,
): { checks: EvidenceCheck[]; problems: string[]; queries: MetricQuery[] } {
  const checks = [
    opened(seen, visible, lateMs),
    byLines('no_errors', seen.errors.lines),
    queriesAnswered(seen),
    notBlank(visible),
    byLines('no_outside_requests', seen.outside.lines),
  ];
  const listed = new Set(['no_errors', 'no_outside_requests']);
  const problems = [
    ...checks.filter((check) => check.status === 'failed' && !listed.has(check.name)).map((check) => check.message ?? check.name),
    ...seen.errors.lines,
    ...seen.failedQueries.lines,
    ...seen.outside.lines,
  ];
  return { checks, problems: [...new Set(problems)], queries: [...seen.queries.values()] };
}

function opened(seen: Observed, visible: Visible | null, lateMs: number | null): EvidenceCheck {
  if (lateMs !== null) return failed('opened', `The app did not come to rest within ${lateMs} ms.`);
  if (!seen.connected) return failed('opened', 'The app did not connect to its host: its main script does not run.');
  if (visible === null) return failed('opened', 'The app stopped responding: a script keeps its page busy, or the page crashed.');
  return passed('opened');
}

function queriesAnswered(seen: Observed): EvidenceCheck {
  const name = 'queries_answered';
  if (seen.unanswered > 0) return failed(name, `${seen.unanswered} of ${seen.asked} queries had no answer in time.`);
  if (seen.asked === 0) return { name, status: 'skipped', message: 'The app asked no query.' };
  return byLines(name, seen.failedQueries.lines);
}

function notBlank(visible: Visible | null): EvidenceCheck {
  if (visible === null) return failed('not_blank', 'Nothing could be seen of the app.');
  return visible.text + visible.pictures > 0
    ? passed('not_blank')
    : failed('not_blank', 'The app is blank: it shows neither text nor charts.');
}
