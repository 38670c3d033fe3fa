import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { Project } from '#lib/contracts/project.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { ProjectMenu } from './project-menu.tsx';

const push = vi.hoisted(() => vi.fn());
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));
afterEach(() => vi.unstubAllGlobals());

const PROJECT: Project = {
  id: 'p1',
  name: 'Retail',
  source: { kind: 'folder', path: '/data/retail' },
  warehouse: { kind: 'duckdb', label: 'DuckDB' },
  explores: 6,
  errors: [],
  createdAt: '2026-01-01T00:00:00.000Z',
};

function draw(body: unknown) {
  const calls: string[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    calls.push(`${init.method} ${path} ${init.body ?? ''}`.trim());
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
  });
  renderUi(<ProjectMenu project={PROJECT} />);
  return calls;
}
const choose = async (name: string) => {
  await userEvent.click(screen.getByRole('button', { name: 'More about Retail' }));
  await userEvent.click(await screen.findByRole('menuitem', { name }));
};

it('renames a project', async () => {
  const calls = draw({ ...PROJECT, name: 'Shops' });
  await choose('Rename');
  await userEvent.clear(await screen.findByLabelText('Name'));
  await userEvent.type(screen.getByLabelText('Name'), 'Shops{Enter}');
  await vi.waitFor(() => expect(calls).toEqual(['PATCH /api/projects/p1 {"name":"Shops"}']));
});

it('asks before it deletes a project, and says what becomes of its apps', async () => {
  const calls = draw({ ok: true });
  await choose('Delete');
  expect((await screen.findByRole('dialog')).textContent).toContain('get no data any more');
  expect(calls).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await vi.waitFor(() => expect(push).toHaveBeenCalledWith('/projects'));
  expect(calls).toEqual(['DELETE /api/projects/p1']);
});
