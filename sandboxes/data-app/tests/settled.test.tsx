import { act, render } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../template/sdk/bridge.ts';
import { watchSettled } from '../template/sdk/settled.ts';
import { useUnfinished } from '../template/sdk/unfinished.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function Drawing({ done }: { done: boolean }) {
  useUnfinished(!done);
  return <p>{done ? 'A chart' : ''}</p>;
}

test('an app whose drawing is on its way is not at rest, though no query is under way', () => {
  vi.useFakeTimers();
  const root = document.body.appendChild(document.createElement('div'));
  root.id = 'root';
  const reportSettled = vi.fn();
  const queries = { count: () => ({ underWay: 0, started: 1 }), subscribe: () => () => undefined };
  const { rerender } = render(<Drawing done={false} />, { container: root });
  const stop = watchSettled({ queries, reportSettled } as unknown as Bridge);
  root.append('A number');
  vi.advanceTimersByTime(5_000);
  expect(reportSettled).not.toHaveBeenCalled();
  act(() => rerender(<Drawing done />));
  vi.advanceTimersByTime(5_000);
  expect(reportSettled).toHaveBeenCalledExactlyOnceWith(1);
  stop();
});
