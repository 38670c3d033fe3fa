import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { App } from '#lib/contracts/app.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { AppName } from './app-name.tsx';

const APP = { id: 'a', name: 'Sales', can: { edit: true, publish: true } } as App;

afterEach(() => vi.restoreAllMocks());

describe('the name of an app', () => {
  it('is changed by keyboard, which comes back to it', async () => {
    const asked: unknown[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
      asked.push(JSON.parse(String(init?.body)));
      return new Promise(() => undefined);
    });
    renderUi(<AppName app={APP} />);
    await userEvent.click(screen.getByRole('button', { name: 'Sales' }));
    await userEvent.clear(screen.getByLabelText('Name of the app'));
    await userEvent.keyboard('Weekly sales{Enter}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Weekly sales' })));
    expect(asked).toEqual([{ name: 'Weekly sales' }]);
  });

  it('stays with Escape', async () => {
    const asking = vi.spyOn(globalThis, 'fetch');
    renderUi(<AppName app={APP} />);
    await userEvent.click(screen.getByRole('button', { name: 'Sales' }));
    await userEvent.keyboard('x{Escape}');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Sales' }));
    expect(asking).not.toHaveBeenCalled();
  });
});
