import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { App } from '#lib/contracts/app.ts';
import { MetricQuery } from '#lib/contracts/query.ts';
import type { FileDiff, VersionDiff } from '#lib/contracts/version-diff.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { ChangesPane } from './changes-pane.tsx';

afterEach(() => vi.unstubAllGlobals());

const APP = { id: 'app_1', projectId: 'p', headVersion: 3 } as App;
const QUERY = MetricQuery.parse({ explore: 'orders', metrics: ['revenue'] });
const NOTHING: VersionDiff = { number: 3, against: 2, files: [], queries: { added: [], removed: [], changed: [] } };
const FILE: FileDiff = {
  path: 'src/App.tsx',
  status: 'changed',
  additions: 1,
  deletions: 1,
  patch: '--- a/src/App.tsx\n+++ b/src/App.tsx\n@@ -9,2 +9,2 @@\n same\n-old line\n+new line\n',
};

function draw(answer: unknown, version = 3, status = 200) {
  const calls: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    calls.push(path);
    return new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/json' } });
  });
  renderUi(<ChangesPane app={APP} version={version} onVersion={vi.fn()} />);
  return calls;
}

describe('what changed between two versions', () => {
  it('is asked against the version before, and begins with the queries in words', async () => {
    const changed = { title: 'Revenue', before: QUERY, after: QUERY, changes: ['added filter Region is EMEA'] };
    const calls = draw({
      ...NOTHING,
      files: [FILE],
      queries: { added: [{ ...QUERY, title: 'Customers' }], removed: [], changed: [changed] },
    });
    expect(await screen.findByText('added filter Region is EMEA')).toBeTruthy();
    expect(calls).toEqual(['/api/apps/app_1/versions/3/diff?against=2']);
    expect(screen.getByText('Customers')).toBeTruthy();
    const [first] = screen.getAllByRole('link', { name: 'Explore it' });
    expect(first?.getAttribute('href')).toMatch(/^\/projects\/p\/explore\?query=[\w-]+&app=app_1$/);
  });

  it('shows the lines of a file with their numbers, and says what is left out between them', async () => {
    draw({ ...NOTHING, files: [FILE] });
    const row = await screen.findByRole('row', { name: /new line/ });
    expect(within(row).getByText('10')).toBeTruthy();
    expect(within(row).getByText('added:')).toBeTruthy();
    expect(screen.getByText('⋯ 8 unchanged lines')).toBeTruthy();
  });

  it('says that two versions are the same', async () => {
    draw(NOTHING);
    expect(await screen.findByText('These versions are the same')).toBeTruthy();
  });

  it('says why a file is not compared', async () => {
    draw({ ...NOTHING, files: [{ ...FILE, path: 'logo.png', patch: null, additions: 0, deletions: 0, leftOut: 'binary' }] });
    expect(await screen.findByText(/This file is no text/)).toBeTruthy();
  });

  it('keeps a long patch closed, and shows it in pieces', async () => {
    const patch = `--- /dev/null\n+++ b/long.ts\n@@ -0,0 +1,900 @@\n${Array.from({ length: 900 }, (_, index) => `+line ${index}\n`).join('')}`;
    draw({ ...NOTHING, files: [{ path: 'long.ts', status: 'added', additions: 900, deletions: 0, patch }] });
    const name = await screen.findByText('long.ts');
    expect(screen.queryByText('line 0')).toBeNull();
    await userEvent.click(name);
    expect(await screen.findByText('line 599')).toBeTruthy();
    expect(screen.queryByText('line 600')).toBeNull();
    await userEvent.click(screen.getByText('Show 300 more of 900 lines'));
    expect(screen.getByText('line 899')).toBeTruthy();
  }, 30_000);

  it('asks nothing for the first version, and says why', () => {
    expect(draw(NOTHING, 1)).toEqual([]);
    expect(screen.getByText('Version 1 is the first')).toBeTruthy();
  });

  it('says what failed', async () => {
    draw({ error: { code: 'unavailable', message: 'Try later.', requestId: 'r' } }, 3, 503);
    expect(await screen.findByText('Try later.')).toBeTruthy();
  });
});
