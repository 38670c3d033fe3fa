import type { BuildEvent, BuildEventBody } from '#lib/contracts/build-event.ts';

const START = Date.parse('2026-01-05T09:00:00.000Z');
/** The words of the last text: what a reader at the end sees. */
export const LAST_WORDS = 'The app is ready, all of it.';
/** The words of the first text: what a reader at the beginning sees. */
export const FIRST_WORDS = 'I begin with a look around.';

/** The log of a finished build of exactly `count` events, at least 50, of every sort that a long build has. */
export function longLog(count: number): BuildEvent[] {
  const bodies: BuildEventBody[] = [
    { kind: 'prompt', text: 'Everything about orders, in detail' },
    { kind: 'step', name: 'sandbox', status: 'started' },
    { kind: 'step', name: 'sandbox', status: 'finished', ms: 210 },
    { kind: 'step', name: 'generate', status: 'started' },
    { kind: 'text.done', text: FIRST_WORDS },
  ];
  const end: BuildEventBody[] = [
    { kind: 'text.done', text: `## Done\n\n${LAST_WORDS}` },
    { kind: 'step', name: 'generate', status: 'finished', ms: 184_000 },
    { kind: 'check', name: 'types', status: 'passed' },
    { kind: 'usage', inputTokens: 910_000, outputTokens: 42_000, usd: 1.42 },
    { kind: 'done', status: 'succeeded' },
  ];
  for (let round = 0; bodies.length < count - end.length; round += 1) bodies.push(...work(round));
  return [...bodies.slice(0, count - end.length), ...end].map((body, seq) => ({
    seq,
    at: new Date(START + seq * 100).toISOString(),
    ...body,
  }));
}

/** One turn of an agent: it says something, reads, thinks, writes. */
function work(round: number): BuildEventBody[] {
  const path = `src/part-${round % 12}.tsx`;
  const words = `Part ${round}: the **orders** come by \`month\`, and the table below keeps its order.`;
  const tool = (id: string, name: string, summary: string, at?: string): BuildEventBody[] =>
    (['started', 'finished'] as const).map((status) => ({ kind: 'tool', id, name, summary, status, ...(at ? { path: at } : {}) }));
  return [
    { kind: 'text', delta: words.slice(0, 30) },
    { kind: 'text', delta: words.slice(30) },
    { kind: 'text.done', text: words },
    ...tool(`read-${round}`, 'Read', 'Reading the catalog: orders'),
    { kind: 'thinking', summary: `What part ${round} needs` },
    ...tool(`write-${round}`, 'Write', `Writing ${path}`, path),
    { kind: 'file', path, change: round < 12 ? 'created' : 'edited', additions: 12 + (round % 7), deletions: round % 3 },
  ];
}
