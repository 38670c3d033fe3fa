import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { renderUi } from '#tests/setup/render.tsx';
import { FileTree } from './file-tree.tsx';

const PATHS = ['src/App.tsx', 'src/charts/line.tsx', 'src/charts/bar.tsx'];

it('is one stop for the Tab key, walked with the arrows; folders open and close, Enter shows a file', async () => {
  const user = userEvent.setup();
  const onChoose = vi.fn();
  renderUi(<FileTree paths={PATHS} chosen="src/App.tsx" titleOf={String} onChoose={onChoose} />);
  const item = (name: string) => screen.getByRole('treeitem', { name });
  expect(item('App.tsx').getAttribute('aria-selected')).toBe('true');
  await user.tab();
  expect(document.activeElement).toBe(item('App.tsx'));
  await user.keyboard('{Home}{ArrowDown}');
  expect(document.activeElement).toBe(item('charts'));
  await user.keyboard('{ArrowLeft}');
  expect(item('charts').getAttribute('aria-expanded')).toBe('false');
  expect(screen.queryByRole('treeitem', { name: 'bar.tsx' })).toBeNull();
  await user.keyboard('{ArrowRight}{ArrowRight}');
  expect(document.activeElement).toBe(item('bar.tsx'));
  expect(item('bar.tsx').getAttribute('aria-level')).toBe('3');
  await user.keyboard('{Enter}');
  expect(onChoose).toHaveBeenCalledExactlyOnceWith('src/charts/bar.tsx');
  await user.tab();
  expect(document.activeElement).toBe(document.body);
  await user.click(item('charts'));
  expect(screen.queryByRole('treeitem', { name: 'line.tsx' })).toBeNull();
});
