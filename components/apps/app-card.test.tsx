import { notifications } from '@mantine/notifications';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { App } from '#lib/contracts/app.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { AppCard } from './app-card.tsx';

const AT = '2026-01-01T00:00:00.000Z';
const ME = { id: 'me', email: 'me@example.com', name: 'Me', role: 'editor', roleName: 'Editor', hasPassword: true };
const APP: App = {
  ...{ id: 'a', name: 'Sales', description: null, projectId: 'p', projectName: 'Retail', spaceId: null },
  ...{ owner: { id: 'me', name: 'Me', email: null }, headVersion: 1, publishedVersion: null, latestBuild: null, followUp: null },
  ...{ unread: false, can: { edit: true, publish: true }, createdAt: AT, updatedAt: AT },
};

beforeEach(() => vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(ME)));
afterEach(() => vi.restoreAllMocks());

it('gives the keyboard back to the menu when nothing was deleted after all', async () => {
  renderUi(<AppCard app={APP} />);
  const menu = screen.getByRole('button', { name: 'More about Sales' });
  menu.focus();
  await userEvent.keyboard('{Enter}');
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  await screen.findByRole('dialog', { name: 'Delete “Sales”?' });
  await waitFor(() => expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true));
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(menu));
});

it('says that it was deleted though the card is gone by then', async () => {
  const answer = Promise.withResolvers<Response>();
  vi.spyOn(notifications, 'show');
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => (init?.method === 'DELETE' ? answer.promise : Response.json(ME)));
  const { unmount } = renderUi(<AppCard app={APP} />);
  await userEvent.click(screen.getByRole('button', { name: 'More about Sales' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  unmount();
  answer.resolve(Response.json({}));
  await waitFor(() => expect(notifications.show).toHaveBeenCalledWith(expect.objectContaining({ message: '“Sales” was deleted.' })));
});
