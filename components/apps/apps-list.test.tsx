import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { App } from '#lib/contracts/app.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { AppsList } from './apps-list.tsx';

const AT = '2026-01-01T00:00:00.000Z';
const ME = { id: 'me', email: 'me@example.com', name: 'Me', role: 'editor', roleName: 'Editor', hasPassword: true };
const app = (id: string, change: Partial<App> = {}): App => ({
  id,
  name: `App ${id}`,
  description: null,
  projectId: 'p',
  projectName: 'Retail',
  spaceId: null,
  owner: { id: 'me', name: 'Me', email: null },
  headVersion: 1,
  publishedVersion: null,
  latestBuild: { id: 'b', status: 'succeeded', requestedBy: null },
  followUp: null,
  unread: false,
  can: { edit: true, publish: true },
  createdAt: AT,
  updatedAt: AT,
  ...change,
});

/** A server of these apps, two a page, that searches as the real one does. */
function serve(apps: App[], { projects = 1, unread = 0 } = {}): string[] {
  const asked: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (path, init) => {
    const url = new URL(String(path), 'http://localhost');
    asked.push(`${init?.method ?? 'GET'} ${url.pathname}${url.search}`);
    if (url.pathname === '/api/me') return Response.json(ME);
    if (url.pathname === '/api/me/unread') return Response.json({ count: unread });
    if (url.pathname === '/api/projects') return Response.json({ items: projectsOf(projects), nextCursor: null });
    const found = apps.filter(({ name }) => name.includes(url.searchParams.get('q') ?? ''));
    const from = Number(url.searchParams.get('cursor') ?? 0);
    return Response.json({ items: found.slice(from, from + 2), nextCursor: from + 2 < found.length ? String(from + 2) : null });
  });
  return asked;
}

const projectsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `p${index}`,
    name: 'Retail',
    source: { kind: 'folder', path: '/x' },
    warehouse: { kind: 'duckdb', label: 'DuckDB' },
    explores: 1,
    errors: [],
    createdAt: AT,
  }));

afterEach(() => vi.restoreAllMocks());

describe('the list of apps', () => {
  it('marks what is unread in words too, and says whose build is on its way and what waits', async () => {
    serve([
      app('1', {
        unread: true,
        latestBuild: { id: 'b', status: 'running', requestedBy: { id: 'ada', name: 'Ada', email: null } },
        followUp: { prompt: 'x', createdAt: AT, requestedBy: { id: 'ada', name: 'Ada', email: null }, problem: null },
      }),
    ]);
    renderUi(<AppsList />);
    expect((await screen.findByRole('link')).textContent).toBe('News: App 1');
    expect(await screen.findByText('for Ada')).toBeTruthy();
    expect(screen.getByText('+1 waits')).toBeTruthy();
  });

  it('goes on where the page before ended', async () => {
    const asked = serve(['1', '2', '3'].map((id) => app(id)));
    renderUi(<AppsList />);
    await userEvent.click(await screen.findByRole('button', { name: 'Show more apps' }));
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(3));
    expect(asked.some((call) => call.includes('cursor=2'))).toBe(true);
    expect(screen.queryByRole('button', { name: 'Show more apps' })).toBeNull();
  });

  it('searches on the server, from the keyboard, and says when nothing was found', async () => {
    const asked = serve([app('1'), app('2')]);
    renderUi(<AppsList />);
    await screen.findByText('App 1');
    await userEvent.keyboard('/');
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Search apps' }));
    await userEvent.keyboard('zebra');
    expect(await screen.findByText('Nothing matches “zebra”')).toBeTruthy();
    expect(asked.some((call) => call.includes('q=zebra'))).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
    expect(await screen.findByText('App 2')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Search apps' }));
  });

  it('says what is missing first: a project, then an app', async () => {
    serve([], { projects: 0 });
    const first = renderUi(<AppsList />);
    expect(await screen.findByText('No project yet')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Add a project' })).toBeTruthy();
    first.unmount();
    vi.restoreAllMocks();
    serve([]);
    renderUi(<AppsList />);
    expect(await screen.findByText('No apps yet')).toBeTruthy();
  });

  it('marks everything as read at once', async () => {
    const asked = serve([app('1', { unread: true })], { unread: 1 });
    renderUi(<AppsList />);
    await userEvent.click(await screen.findByRole('button', { name: 'Mark all as read' }));
    await waitFor(() => expect(asked).toContain('DELETE /api/me/unread'));
  });
});
