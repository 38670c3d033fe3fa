import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { renderUi } from '#tests/setup/render.tsx';
import { RoleForm } from './role-form.tsx';

const SCOPES = [
  { id: 'view:DataApp', group: 'Data apps', label: 'Open every published app' },
  { id: 'view:DataApp@self', group: 'Data apps', label: 'Open their own apps' },
  { id: 'run:Query', group: 'Queries', label: 'Ask questions' },
];

let sent: unknown[];
beforeEach(() => {
  sent = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_path, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return Response.json({ id: 'rol_1', name: 'Reader', description: null, system: false, scopes: [], people: 0 });
  });
});
afterEach(() => vi.restoreAllMocks());

it('gives nothing by itself, and shows what a wider scope includes', async () => {
  const onDone = vi.fn();
  renderUi(<RoleForm edited={null} scopes={SCOPES} onDone={onDone} />);
  for (const box of screen.getAllByRole('checkbox')) expect((box as HTMLInputElement).checked).toBe(false);
  await userEvent.type(screen.getByLabelText('Name'), 'Reader');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Open every published app' }));
  const own = screen.getByRole('checkbox', { name: 'Open their own apps' }) as HTMLInputElement;
  expect([own.checked, own.disabled]).toEqual([true, true]);
  await userEvent.click(screen.getByRole('button', { name: 'Make it' }));
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(sent).toEqual([{ name: 'Reader', scopes: ['view:DataApp'] }]);
});
