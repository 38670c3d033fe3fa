import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderUi } from '#tests/setup/render.tsx';
import { AppProblems } from './app-problems.tsx';

const BOOM = { key: 'a', kind: 'script', message: '<b>Boom</b>', place: { file: 'src/App.tsx', line: 12 }, count: 1_400 } as const;

describe('the errors of the running app', () => {
  it('are listed with their places and counts, as the text that they are', async () => {
    renderUi(<AppProblems view={{ version: 3, lines: [BOOM], more: 8_600, fixed: null }} onFix={vi.fn()} fixing="no" onClose={vi.fn()} />);
    await userEvent.click(screen.getByRole('button', { name: /reported 1 error and more/ }));
    const strip = screen.getByRole('region', { name: 'Errors of the running app' });
    expect(strip.textContent).toContain('<b>Boom</b>');
    expect(strip.querySelector('b')).toBeNull();
    expect(strip.textContent).toContain('src/App.tsx:12');
    expect(strip.textContent).toContain('1,400 times');
    expect(strip.textContent).toContain('And 8,600 more');
  });

  it('can be sent for repair by those who may edit, and closed by all', async () => {
    const [onFix, onClose] = [vi.fn(), vi.fn()];
    const { unmount } = renderUi(
      <AppProblems view={{ version: 3, lines: [BOOM], more: 0, fixed: null }} onFix={onFix} fixing="no" onClose={onClose} />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Fix this' }));
    await userEvent.click(screen.getByRole('button', { name: 'Close the errors' }));
    expect(onFix).toHaveBeenCalledOnce();
    expect(onClose).toHaveBeenCalledOnce();
    unmount();
    renderUi(<AppProblems view={{ version: 3, lines: [BOOM], more: 0, fixed: null }} fixing="no" onClose={onClose} />);
    expect(screen.queryByRole('button', { name: 'Fix this' })).toBeNull();
  });

  it('are not sent for repair again while that is being made', async () => {
    const onFix = vi.fn();
    const view = { version: 3, lines: [BOOM], more: 0, fixed: null };
    renderUi(<AppProblems view={view} onFix={onFix} fixing="building" onClose={vi.fn()} />);
    await userEvent.click(screen.getByRole('button', { name: 'Being fixed' }));
    expect(onFix).not.toHaveBeenCalled();
  });

  it('say when a version is rid of them', () => {
    const fixed = { since: 2, lines: [BOOM] };
    renderUi(<AppProblems view={{ version: 3, lines: [], more: 0, fixed }} onFix={vi.fn()} fixing="no" onClose={vi.fn()} />);
    expect(screen.getByRole('status').textContent).toBe('Fixed in version 3: <b>Boom</b>');
    expect(screen.queryByRole('button', { name: 'Fix this' })).toBeNull();
  });
});
