import { BUILD_MACHINE } from '../../lib/builds/machine.ts';
import { SANDBOX_MACHINE } from '../../lib/sandbox/states.ts';
import type { StateMachine } from '../../lib/transitions.ts';

/** What stands between `<!-- machine:NAME -->` and `<!-- /machine -->` in docs/architecture.md. */
export const MACHINES: Readonly<Record<string, StateMachine<string, string>>> = { build: BUILD_MACHINE, sandbox: SANDBOX_MACHINE };

const MARKED = /(<!-- machine:(\w+) -->\n)[\s\S]*?(<!-- \/machine -->)/g;

/** The document with every machine drawn anew from its table. @throws Error for a marker that names no machine */
export function withDiagrams(document: string): string {
  return document.replace(MARKED, (_, open: string, name: string, close: string) => {
    const machine = MACHINES[name];
    if (!machine) throw new Error(`there is no machine "${name}" to draw`);
    return `${open}${draw(machine)}${close}`;
  });
}

function draw({ states, moves }: StateMachine<string, string>): string {
  const lines = new Map<string, string[]>();
  for (const [name, { from, to }] of Object.entries(moves))
    for (const state of from.length === 0 ? ['[*]'] : from)
      lines.set(`${state} --> ${to}`, [...(lines.get(`${state} --> ${to}`) ?? []), name]);
  const ends = Object.entries(states).flatMap(([name, { deadlines }]) => (deadlines.length === 0 ? [`  ${name} --> [*]`] : []));
  const arrows = [...lines].map(([arrow, names]) => `  ${arrow}: ${names.join(', ')}`);
  const rows = Object.entries(states).map(([name, { means, deadlines }]) => {
    const limits = deadlines.map(({ after, since, move }) => `${lengthOf(after)} after ${since}: ${move}`);
    return `| ${name} | ${means} | ${limits.join('; ') || 'none: it is the end'} |`;
  });
  const who = Object.entries(moves).map(([name, move]) => `${name} (${move.who})`);
  return [
    ...['```mermaid', 'stateDiagram-v2', ...arrows, ...ends, '```', ''],
    ...['| state | means | deadline, and the move that is made then |', '|---|---|---|', ...rows, ''],
    `Moves, and who makes them: ${who.join(', ')}.\n`,
  ].join('\n');
}

function lengthOf(after: number | string): string {
  if (typeof after === 'string') return `\`${after}\``;
  return after % 60_000 === 0 ? `${after / 60_000} min` : `${after / 1000} s`;
}
