import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { foldEvents } from '#lib/client/build-reducer.ts';
import { EMPTY_TRANSCRIPT } from '#lib/client/transcript.ts';
import type { BuildEventBody } from '#lib/contracts/build-event.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { TranscriptView } from './transcript-view.tsx';

const transcript = (...bodies: BuildEventBody[]) =>
  foldEvents(
    EMPTY_TRANSCRIPT,
    bodies.map((body, seq) => ({ seq, at: '2026-01-01T00:00:00.000Z', ...body })),
  );
const tool = (id: string, summary: string, status: 'started' | 'finished' | 'failed' = 'finished'): BuildEventBody => ({
  kind: 'tool',
  id,
  name: 'Read',
  summary,
  status,
});

describe('the transcript', () => {
  it('draws Markdown of the agent, but no HTML, image or link that could load or lead anywhere', () => {
    const text = '**Bold** <script>alert(1)</script> ![alt text](https://evil.example/x.png) [click](https://evil.example)';
    const { container } = renderUi(<TranscriptView transcript={transcript({ kind: 'text.done', text })} />);
    expect(screen.getByText('Bold').tagName).toBe('STRONG');
    expect(container.querySelectorAll('script, img, a, [href], [src]')).toHaveLength(0);
    expect(screen.getByText('click')).toBeTruthy();
  });

  it('marks text as busy while it streams', () => {
    const { container } = renderUi(<TranscriptView transcript={transcript({ kind: 'text', delta: 'Half a sen' })} />);
    expect(container.querySelector('[aria-busy="true"]')?.textContent).toBe('Half a sen');
  });

  it('shows a few tool lines as they are, and says which failed', () => {
    renderUi(<TranscriptView transcript={transcript(tool('a', 'Reading index.md'), tool('b', 'Reading orders.yml', 'failed'))} />);
    expect(screen.getByText('Reading index.md')).toBeTruthy();
    expect(screen.getByText('failed')).toBeTruthy();
  });

  it('folds many tool lines into one sentence once the agent goes on, and unfolds them on demand', async () => {
    const lines = ['one', 'two', 'three', 'four'].map((name) => tool(name, `Reading ${name}`));
    renderUi(<TranscriptView transcript={transcript(...lines, { kind: 'text.done', text: 'Now I know.' })} />);
    expect(screen.queryByText('Reading one')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: /Looked at 4 things/ }));
    expect(screen.getByText('Reading one')).toBeTruthy();
  });

  it('lists the files with their lines added and removed', () => {
    renderUi(
      <TranscriptView transcript={transcript({ kind: 'file', path: 'src/App.tsx', change: 'created', additions: 12, deletions: 3 })} />,
    );
    const list = screen.getByRole('list', { name: 'Files changed', hidden: true });
    expect(within(list).getByText('src/App.tsx')).toBeTruthy();
    expect(list.textContent).toContain('+12');
    expect(list.textContent).toContain('−3');
  });

  it('shows a failed check at once and all checks at the end', () => {
    const checks: BuildEventBody[] = [
      { kind: 'check', name: 'Types', status: 'passed' },
      { kind: 'check', name: 'queries_answered', status: 'failed', message: 'orders_profit is not in the catalog' },
    ];
    renderUi(<TranscriptView transcript={transcript(...checks)} />);
    expect(screen.getByText('orders_profit is not in the catalog')).toBeTruthy();
    expect(screen.getByText('All queries answered')).toBeTruthy();
  });

  it('shows notices', () => {
    renderUi(<TranscriptView transcript={transcript({ kind: 'notice', code: 'x', message: 'The sandbox was replaced.' })} />);
    expect(screen.getByText('The sandbox was replaced.')).toBeTruthy();
  });
});
