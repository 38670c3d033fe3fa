import type { Catalog } from '#lib/contracts/catalog.ts';
import { type IndexEntry, parseExplore, parseIndex, shownText } from './catalog-files.ts';
import type { PastCall } from './conversation.ts';
import { PLAN_PATH, type Plan, parsePlan } from './plan.ts';
import { OWN_FILES } from './render-plan.ts';
import type { ToolCall } from './turn.ts';
import { synonymsOf, words } from './words.ts';

/** Explores that are read at most: each is one tool call. */
const MAX_EXPLORES = 8;
const MARK = '--- glassworks:';
const INDEX = '../catalog/index.md';

/** The first look: where we are, which files there are, the plan of an earlier turn, and the catalog's index. */
export const LOOK: ToolCall = {
  name: 'Bash',
  input: {
    command: [
      `echo "${MARK} folder"; pwd`,
      `echo "${MARK} files"; ls -1 ${OWN_FILES.join(' ')} 2>/dev/null`,
      `echo "${MARK} plan"; cat ${PLAN_PATH} 2>/dev/null`,
      `echo "${MARK} index"; cat ${INDEX}`,
    ].join('; '),
    description: 'Look at the app and at the catalog',
  },
};

export interface Look {
  readonly folder: string;
  readonly files: readonly string[];
  readonly plan: Plan | null;
  readonly index: readonly IndexEntry[];
}

export function readLook(calls: readonly PastCall[]): Look | null {
  const call = calls.find(({ name, input }) => name === 'Bash' && String(input.command).includes(INDEX));
  if (!call) return null;
  const part = (name: string) => {
    const from = call.result.indexOf(`${MARK} ${name}`);
    if (from < 0) return '';
    const begin = from + MARK.length + name.length + 1;
    const to = call.result.indexOf(MARK, begin);
    return call.result.slice(begin, to < 0 ? undefined : to).trim();
  };
  const folder = part('folder').split('\n')[0]?.trim() || '/workspace/app';
  const files = part('files')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => OWN_FILES.some((own) => own === line));
  return { folder, files, plan: parsePlan(part('plan')), index: parseIndex(part('index')) };
}

/** Reads the explores that may matter, and the files that will be written anew: the agent writes over nothing unread. */
export function readCalls(look: Look, prompt: string): ToolCall[] {
  const catalog = `${look.folder.replace(/\/[^/]*$/, '')}/catalog/explores`;
  const paths = [
    ...exploresFor(look, prompt).map((name) => `${catalog}/${name}.yml`),
    ...look.files.map((file) => `${look.folder}/${file}`),
  ];
  return paths.map((file_path) => ({ name: 'Read', input: { file_path } }));
}

function exploresFor(look: Look, prompt: string): string[] {
  const used = new Set(look.plan?.blocks.map((block) => block.explore));
  const said = new Set(words(prompt).flatMap((word) => [word, ...synonymsOf(word)]));
  const scored = look.index.map(({ name, about }, index) => {
    const known = words(`${name.replaceAll('_', ' ')} ${about}`);
    return { name, score: (used.has(name) ? 100 : 0) + known.filter((word) => said.has(word)).length - index / 1000 };
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_EXPLORES)
    .map(({ name }) => name);
}

/** The explores that were read, in the index's order. */
export function catalogFrom(calls: readonly PastCall[], look: Look): Catalog {
  const read = calls.filter(({ name, input, failed }) => name === 'Read' && !failed && String(input.file_path).endsWith('.yml'));
  const explores = read.flatMap(({ result }) => parseExplore(result) ?? []);
  const order = new Map(look.index.map(({ name }, index) => [name, index]));
  return { explores: explores.sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0)) };
}

/** Whether a file that was read holds this text already. */
export function unchangedIn(calls: readonly PastCall[], look: Look): (file: { path: string; text: string }) => boolean {
  return ({ path, text }) =>
    calls.some(({ name, input, result, failed }) => {
      const same = name === 'Read' && !failed && input.file_path === `${look.folder}/${path}`;
      return same && shownText(result).trimEnd() === text.trimEnd();
    });
}

export interface Checks {
  readonly count: number;
  /** What the last check complained about, or null when it passed. */
  readonly failure: string | null;
}

const CHECK = 'npm run check';
const MAX_FAILURE = 1500;

export function readChecks(calls: readonly PastCall[]): Checks {
  const checks = calls.filter(({ name, input }) => name === 'Bash' && String(input.command).includes(CHECK));
  const last = checks.at(-1);
  const broken = last !== undefined && (last.failed || /\berror TS\d+/.test(last.result));
  return { count: checks.length, failure: broken ? last.result.slice(0, MAX_FAILURE) : null };
}

/** Removes what the plan no longer needs, then checks the types. */
export function checkCall(look: Look, written: readonly string[]): ToolCall {
  const gone = look.files.filter((file) => !written.includes(file));
  const remove = gone.length > 0 ? `rm -f ${gone.join(' ')} && ` : '';
  return { name: 'Bash', input: { command: `${remove}${CHECK}`, description: 'Check the types' } };
}
