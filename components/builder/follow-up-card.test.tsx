import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useApp } from '#lib/client/use-app.ts';
import { useBuilds } from '#lib/client/use-builds.ts';
import type { App } from '#lib/contracts/app.ts';
import type { FollowUp } from '#lib/contracts/follow-up.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { FollowUpCard } from './follow-up-card.tsx';

const ME = { id: 'me', email: 'me@example.com', name: 'Me', role: 'editor', roleName: 'Editor', hasPassword: true };
const WAITING: FollowUp = {
  prompt: 'Now by region',
  createdAt: '2026-01-01T00:00:00.000Z',
  requestedBy: { id: 'me', name: 'Me', email: null },
  problem: null,
};

/** A server that answers by method and path; what it was asked. */
function serve(answers: Record<string, unknown>): string[] {
  const asked: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (path, init) => {
    const call = `${init?.method ?? 'GET'} ${path}`;
    asked.push(call);
    return Response.json((await answers[call]) ?? ME);
  });
  return asked;
}

function draw(followUp: Partial<FollowUp> = {}, building = true) {
  const onEdit = vi.fn();
  renderUi(<FollowUpCard appId="a" followUp={{ ...WAITING, ...followUp }} building={building} onEdit={onEdit} />);
  return { onEdit };
}

/** The card for as long as the app says that something waits. */
function Stage({ onEdit }: { onEdit(prompt: string): void }) {
  useBuilds('a');
  const followUp = useApp('a').data?.followUp ?? null;
  return followUp === null ? 'Nothing waits' : <FollowUpCard appId="a" followUp={followUp} building onEdit={onEdit} />;
}

afterEach(() => vi.restoreAllMocks());

describe('the prompt that waits', () => {
  it('says when it starts, and offers no start of its own while a build is under way', () => {
    serve({});
    draw();
    expect(screen.getByText('Next, when this build is ready')).toBeTruthy();
    expect(screen.getByText('Now by region')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Send now' })).toBeNull();
  });

  it('gives its text back to be edited', async () => {
    serve({ 'DELETE /api/apps/a/follow-up': { prompt: 'Now by region, as it was written' } });
    const { onEdit } = draw();
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    await waitFor(() => expect(onEdit).toHaveBeenCalledWith('Now by region, as it was written'));
  });

  it('gives its text back though the app is read again, and the card gone, before the builds are', async () => {
    const app: App = {
      ...{ id: 'a', name: 'Sales', description: null, projectId: 'p', projectName: 'Retail', spaceId: null },
      ...{ owner: WAITING.requestedBy, headVersion: 1, publishedVersion: null, latestBuild: null, unread: false },
      ...{ can: { edit: true, publish: true }, createdAt: WAITING.createdAt, updatedAt: WAITING.createdAt, followUp: WAITING },
    };
    const answers: Record<string, unknown> = {
      'GET /api/apps/a': app,
      'GET /api/apps/a/builds?limit=20': { items: [], nextCursor: null },
      'DELETE /api/apps/a/follow-up': { prompt: WAITING.prompt },
    };
    serve(answers);
    const onEdit = vi.fn();
    renderUi(<Stage onEdit={onEdit} />);
    const edit = await screen.findByRole('button', { name: 'Edit' });
    answers['GET /api/apps/a'] = { ...app, followUp: null };
    const builds = Promise.withResolvers<unknown>();
    answers['GET /api/apps/a/builds?limit=20'] = builds.promise;
    await userEvent.click(edit);
    await screen.findByText('Nothing waits');
    builds.resolve({ items: [], nextCursor: null });
    await waitFor(() => expect(onEdit).toHaveBeenCalledWith(WAITING.prompt));
  });

  it('gives nothing back when another window was faster', async () => {
    const asked = serve({ 'DELETE /api/apps/a/follow-up': { prompt: null } });
    const { onEdit } = draw();
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    await waitFor(() => expect(asked).toContain('DELETE /api/apps/a/follow-up'));
    expect(onEdit).not.toHaveBeenCalled();
  });

  it('says why it did not start, and can be sent then', async () => {
    const asked = serve({ 'POST /api/apps/a/follow-up': { buildId: 'b', cursor: 0 } });
    draw({ problem: { code: 'budget_exceeded', message: 'The daily limit is spent.' } }, false);
    expect(screen.getByText('The daily limit is spent.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Send now' }));
    await waitFor(() => expect(asked).toContain('POST /api/apps/a/follow-up'));
  });

  it('names who wrote it when that is somebody else', async () => {
    serve({});
    draw({ requestedBy: { id: 'ada', name: 'Ada', email: null } });
    expect(await screen.findByText('by Ada')).toBeTruthy();
  });
});
