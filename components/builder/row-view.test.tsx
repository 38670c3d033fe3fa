import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { foldEvents } from '#lib/client/build-reducer.ts';
import { rowsOf } from '#lib/client/conversation-rows.ts';
import { EMPTY_TRANSCRIPT } from '#lib/client/transcript.ts';
import type { ConversationTurn } from '#lib/client/use-conversation.ts';
import type { BuildEventBody } from '#lib/contracts/build-event.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { RowView } from './row-view.tsx';

const AT = '2026-01-01T00:00:00.000Z';
const fold = (bodies: BuildEventBody[]) =>
  foldEvents(
    EMPTY_TRANSCRIPT,
    bodies.map((body, seq) => ({ seq, at: AT, ...body })),
  );

function turnOf(bodies: BuildEventBody[], change: Partial<ConversationTurn> = {}): ConversationTurn {
  const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, modelUsd: 0, sandboxSeconds: 0, sandboxUsd: 0 };
  return {
    build: {
      id: 'b',
      appId: 'a',
      status: 'succeeded',
      step: null,
      prompt: 'Revenue of @orders_total_revenue',
      model: 'm',
      createdAt: AT,
      startedAt: AT,
      finishedAt: AT,
      versionNumber: null,
      error: null,
      usage,
      timings: {},
    },
    open: true,
    live: false,
    running: false,
    broken: false,
    transcript: fold(bodies),
    stream: 'ended',
    error: null,
    retry: () => undefined,
    ...change,
  };
}

/** All rows of a turn, one below the other. */
function Stage({ turn }: { turn: ConversationTurn }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const actions = {
    isOpen: (key: string) => open.has(key),
    onToggle: (key: string) => setOpen(open.has(key) ? new Set() : new Set([key])),
    onUnfold: () => undefined,
    onShowVersion: () => undefined,
  };
  return rowsOf(turn, open).map((row) => <RowView key={row.key} row={row} turn={turn} actions={actions} />);
}
const show = (bodies: BuildEventBody[], change?: Partial<ConversationTurn>) => renderUi(<Stage turn={turnOf(bodies, change)} />);
const tool = (id: string, summary: string, status: 'started' | 'finished' | 'failed' = 'finished'): BuildEventBody => ({
  kind: 'tool',
  id,
  name: 'Read',
  summary,
  status,
});
const tools = (...names: string[]) => names.map((name) => tool(name, `Reading ${name}`));

describe('the rows of a build', () => {
  it('draw Markdown of the agent, but no HTML, image or link that could load or lead anywhere', async () => {
    const text = '**Bold** <script>alert(1)</script> ![alt text](https://evil.example/x.png) [click](https://evil.example)';
    const { container } = show([{ kind: 'text.done', text }]);
    expect((await screen.findByText('Bold')).tagName).toBe('STRONG');
    expect(container.querySelectorAll('script, img, a, [href], [src]')).toHaveLength(0);
    expect(screen.getByText('click')).toBeTruthy();
  });

  it('mark only text that still streams as busy', async () => {
    const { container } = show([{ kind: 'text', delta: 'Whole.\n\nHalf a sen' }], { running: true });
    expect(await screen.findByText('Whole.')).toBeTruthy();
    expect([...container.querySelectorAll('[aria-busy="true"]')].map((one) => one.textContent)).toEqual(['Half a sen']);
  });

  it('show a few tool lines as they are, what they changed, and which failed', () => {
    show([
      { kind: 'tool', id: 'a', name: 'Write', summary: 'Writing src/App.tsx', path: 'src/App.tsx', status: 'finished' },
      { kind: 'file', path: 'src/App.tsx', change: 'created', additions: 12, deletions: 0 },
      tool('b', 'Reading orders.yml', 'failed'),
    ]);
    expect(screen.getByText('Writing src/App.tsx').closest('li')?.textContent).toContain('+12');
    expect(screen.getByText('failed')).toBeTruthy();
  });

  it('fold many tool lines into one sentence, and unfold them on demand', async () => {
    show(tools('one', 'two', 'three', 'four', 'five', 'six', 'seven'));
    expect(screen.queryByText('Reading one')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: /Looked at 7 things/ }));
    expect(screen.getByText('Reading one')).toBeTruthy();
  });

  it('keep the last lines of a group that was watched, in as many places as before', () => {
    const { container } = show(tools('one', 'two', 'three', 'four', 'five', 'six', 'seven'), { live: true });
    expect(screen.queryByText('Reading two')).toBeNull();
    expect([...container.querySelectorAll('li')].map((line) => line.textContent)).toEqual([
      'Reading three',
      'Reading four',
      'Reading five',
      'Reading six',
      'Reading seven',
    ]);
  });

  it('list the files with their lines added and removed', async () => {
    show([{ kind: 'file', path: 'src/App.tsx', change: 'created', additions: 12, deletions: 3 }]);
    await userEvent.click(screen.getByRole('button', { name: /1 file/ }));
    const list = screen.getByRole('list', { name: 'Files changed' });
    expect(within(list).getByText('src/App.tsx')).toBeTruthy();
    expect(list.textContent).toContain('+12');
    expect(list.textContent).toContain('−3');
  });

  it('show a failed check where it happened, and all checks at the end', () => {
    const checks: BuildEventBody[] = [
      { kind: 'check', name: 'queries_answered', status: 'failed', message: 'orders_profit is not in the catalog' },
      { kind: 'check', name: 'queries_answered', status: 'passed' },
    ];
    show(checks);
    expect(screen.getByText('orders_profit is not in the catalog')).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Checks' })).getByLabelText('passed')).toBeTruthy();
  });

  it('show notices, and mark what the prompt mentions', () => {
    show([{ kind: 'notice', code: 'x', message: 'The sandbox was replaced.' }]);
    expect(screen.getByText('The sandbox was replaced.')).toBeTruthy();
    expect(screen.getByText('@orders_total_revenue').tagName).toBe('SPAN');
  });

  it('tell the times of the steps on demand', async () => {
    show([
      { kind: 'step', name: 'sandbox', status: 'started' },
      { kind: 'step', name: 'sandbox', status: 'finished', ms: 210 },
    ]);
    expect(screen.queryByRole('list', { name: 'Steps' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: /Built in/ }));
    expect(screen.getByRole('list', { name: 'Steps' }).textContent).toContain('Open a sandbox210 ms');
  });

  it('offer to try at once when the connection is lost, in the place of the cost', async () => {
    let tried = 0;
    const step: BuildEventBody = { kind: 'step', name: 'generate', status: 'started' };
    show([step], { running: true, stream: 'reconnecting', retry: () => (tried += 1) });
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }));
    expect(tried).toBe(1);
  });
});
