import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SpaceAccess } from '#lib/contracts/space.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { SpaceAccessPanel } from './space-access.tsx';

const ACCESS: SpaceAccess = {
  inherits: true,
  entries: [{ kind: 'user', id: 'usr_ada', name: 'Ada', email: 'ada@example.com', level: 'manage' }],
  inherited: [{ kind: 'group', id: 'grp_1', name: 'Finance', email: null, level: 'view', from: { id: 'spc_top', name: 'Company' } }],
  openThrough: null,
};
const PEOPLE = { people: [{ id: 'usr_vic', name: 'Vic', email: 'vic@example.com' }], groups: [{ id: 'grp_2', name: 'Board', members: 3 }] };

let sent: unknown[];
beforeEach(() => {
  sent = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (path, init) => {
    if (init?.method === 'PUT') sent.push(JSON.parse(String(init.body)));
    return Response.json(String(path).startsWith('/api/directory') ? PEOPLE : ACCESS);
  });
});
afterEach(() => vi.restoreAllMocks());

const lines = () =>
  within(screen.getByRole('list', { name: 'Who may enter' }))
    .getAllByRole('listitem')
    .map((line) => line.textContent);

it('shows its own list and what comes from the space above, and through which', async () => {
  renderUi(<SpaceAccessPanel space={{ id: 'spc_1', parentId: 'spc_top' }} onDone={() => undefined} />);
  await screen.findByRole('list', { name: 'Who may enter' });
  expect(lines()).toEqual([expect.stringContaining('Ada'), expect.stringContaining('Financethrough the space CompanyMay view')]);
  await userEvent.click(screen.getByRole('checkbox', { name: /space above/ }));
  expect(lines()).toHaveLength(1);
});

it('sends the whole list with who was added and without who was taken out', async () => {
  const onDone = vi.fn();
  renderUi(<SpaceAccessPanel space={{ id: 'spc_1', parentId: null }} onDone={onDone} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Take access from Ada' }));
  await userEvent.type(screen.getByLabelText('Give access to a person or a group'), 'Boa');
  await userEvent.click(await screen.findByRole('option', { name: /Board/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(sent).toEqual([{ entries: [{ kind: 'group', id: 'grp_2', level: 'view' }], inherits: true }]);
});
