import type { Block, Message, SeenRequest, TurnScript } from '#emulators/messages-api/turn.ts';

const APP = '/workspace/app/src/App.tsx';
const usage = { input_tokens: 2000, output_tokens: 300, cache_read_input_tokens: 5000 };

interface OneNumberOptions {
  readonly title?: string;
  /** Another `App.tsx` than the one with the number. */
  readonly source?: string;
  /** What is said first, in pieces. */
  readonly intro?: string;
  /** The first answer stays unfinished until this is kept. */
  readonly holdFirst?: Promise<unknown>;
  /** The last answer stays unfinished until this is kept: the files are written by then. */
  readonly holdLast?: Promise<unknown>;
}

/**
 * A small app with one number, answered by what the conversation shows and not by count: an agent that is interrupted,
 * repeats a request or starts anew gets an answer that fits.
 */
export function oneNumberApp({
  title = 'Orders so far',
  intro = 'I count the orders.',
  source = sourceOf(title),
  ...holds
}: OneNumberOptions = {}): TurnScript {
  const hold = (until: Promise<unknown> | undefined) => (until ? { hold: { afterDeltas: 3, until } } : {});
  return (request) => {
    const answered = answersSincePrompt(request);
    if (answered === 0) return { text: intro, tools: [{ name: 'Read', input: { file_path: APP } }], usage, ...hold(holds.holdFirst) };
    if (answered === 1) return { tools: [{ name: 'Write', input: { file_path: APP, content: source } }], usage };
    return { text: 'The number of orders is on the page, straight from the catalog. Ask for more.', usage, ...hold(holds.holdLast) };
  };
}

/** What the newest call of a tool gave back. */
export const lastToolResult = (messages: readonly Message[]): Message | undefined =>
  messages.findLast(({ role, content }) => role === 'user' && hasToolResult(content));

function answersSincePrompt({ body }: SeenRequest): number {
  let answers = 0;
  for (const { role, content } of body.messages.toReversed()) {
    if (role === 'assistant') answers += 1;
    if (role === 'user' && !hasToolResult(content)) break;
  }
  return answers;
}

const hasToolResult = (content: string | readonly Block[]): boolean =>
  typeof content !== 'string' && content.some((block) => block.type === 'tool_result');

const sourceOf = (title: string): string => `import { AppShell, Card, formatNumber, toNumber, useMetricQuery } from '@glassworks/app';

export default function App() {
  const { rows, isLoading } = useMetricQuery({ explore: 'orders', metrics: ['orders_order_count'] });
  return (
    <AppShell title={${JSON.stringify(title)}}>
      <Card title="Orders">
        <strong role="status">{isLoading ? '…' : formatNumber(toNumber(rows[0]?.orders_order_count) ?? 0)}</strong>
      </Card>
    </AppShell>
  );
}
`;
