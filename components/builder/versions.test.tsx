import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '#lib/client/api.ts';
import type { App, Version } from '#lib/contracts/app.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { Versions } from './versions.tsx';

const AT = '2026-01-01T00:00:00.000Z';
const OWNER = { id: 'u', name: 'Ada', email: 'ada@example.com' };
const APP: App = {
  id: 'a',
  name: 'Revenue',
  description: null,
  projectId: 'p',
  projectName: 'Retail',
  spaceId: null,
  owner: OWNER,
  headVersion: 2,
  publishedVersion: 1,
  latestBuild: null,
  followUp: null,
  unread: false,
  can: { edit: true, publish: true },
  createdAt: AT,
  updatedAt: AT,
};
const version = (number: number, change: Partial<Version> = {}): Version => ({
  number,
  buildId: null,
  prompt: `Prompt ${number}`,
  createdAt: AT,
  createdBy: OWNER,
  restoredFrom: null,
  status: 'ready',
  published: false,
  evidence: { checks: [] },
  queries: [],
  lines: null,
  ...change,
});

function draw(change: Partial<Parameters<typeof Versions>[0]> = {}) {
  const spies = { onShow: vi.fn(), onCompare: vi.fn(), onAct: vi.fn() };
  const versions = { data: [version(2), version(1, { published: true })], error: null, isFetching: false, refetch: vi.fn() };
  renderUi(<Versions app={APP} versions={versions} shown={2} acting={null} {...spies} {...change} />);
  return { ...spies, refetch: versions.refetch };
}

describe('the line of versions', () => {
  it('names each version, what it came from, and which is shown and published', () => {
    draw();
    const second = screen.getByRole('listitem', { name: 'Version 2' });
    expect(within(second).getByText('Prompt 2')).toBeTruthy();
    expect(within(second).getByRole('button', { pressed: true })).toBeTruthy();
    expect(within(screen.getByRole('listitem', { name: 'Version 1' })).getByText('Published')).toBeTruthy();
  });

  it('counts the lines that a version changed, where they are known', () => {
    const data = [version(2, { lines: { added: 12, removed: 3 } }), version(1)];
    draw({ versions: { data, error: null, isFetching: false, refetch: vi.fn() } });
    expect(screen.getByRole('listitem', { name: 'Version 2' }).textContent).toContain('lines added: +12lines removed: −3');
    expect(screen.getByRole('listitem', { name: 'Version 1' }).textContent).not.toContain('lines');
  });

  it('restores an older version, and offers no restore of the newest', async () => {
    const { onAct } = draw();
    expect(screen.queryByRole('button', { name: 'Restore version 2' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Restore version 1' }));
    expect(onAct).toHaveBeenCalledWith({ kind: 'restore', version: 1 });
  });

  it('publishes and unpublishes', async () => {
    const { onAct } = draw();
    await userEvent.click(screen.getByRole('button', { name: 'Publish version 2' }));
    await userEvent.click(screen.getByRole('button', { name: 'Unpublish version 1' }));
    expect(onAct.mock.calls).toEqual([[{ kind: 'publish', version: 2 }], [{ kind: 'unpublish' }]]);
  });

  it('asks what changed in a version, which the first one has nothing to say to', async () => {
    const { onCompare } = draw();
    expect(screen.queryByRole('button', { name: 'What changed in version 1' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'What changed in version 2' }));
    expect(onCompare).toHaveBeenCalledWith(2);
  });

  it('opens a version that is chosen', async () => {
    const { onShow } = draw();
    await userEvent.click(screen.getByText('Prompt 1'));
    expect(onShow).toHaveBeenCalledWith(1);
  });

  it('offers nothing to people who may only look', () => {
    draw({ app: { ...APP, can: { edit: false, publish: false } } });
    expect(screen.queryByRole('button', { name: /^(Restore|Publish|Unpublish|What changed in) version/ })).toBeNull();
  });

  it('says where a restored version comes from', () => {
    draw({ versions: { data: [version(3, { restoredFrom: 1 })], error: null, isFetching: false, refetch: vi.fn() } });
    expect(screen.getByText('Restored from version 1')).toBeTruthy();
  });

  it('says what failed and loads again on demand', async () => {
    const refetch = vi.fn();
    draw({ versions: { data: undefined, error: new ApiError('unavailable', 'Try later.'), isFetching: false, refetch } });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(refetch).toHaveBeenCalledOnce();
  });

  it('says how the first version comes about', () => {
    draw({ versions: { data: [], error: null, isFetching: false, refetch: vi.fn() } });
    expect(screen.getByText('The first finished build makes version 1.')).toBeTruthy();
  });
});
