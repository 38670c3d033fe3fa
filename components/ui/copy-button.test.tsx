import { notifications } from '@mantine/notifications';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderUi } from '#tests/setup/render.tsx';
import { CopyButton } from './copy-button.tsx';

afterEach(() => vi.restoreAllMocks());

describe('copying', () => {
  it('says that the text is on the clipboard', async () => {
    const user = userEvent.setup();
    renderUi(<CopyButton text="SELECT 1" label="Copy SQL" />);
    await user.click(screen.getByRole('button', { name: 'Copy SQL' }));
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
    expect(await navigator.clipboard.readText()).toBe('SELECT 1');
  });

  it('says what to do when the browser refuses', async () => {
    const user = userEvent.setup();
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.spyOn(notifications, 'show');
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    renderUi(<CopyButton text="SELECT 1" />);
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    await vi.waitFor(() => expect(notifications.show).toHaveBeenCalledOnce());
    expect(notifications.show).toHaveBeenCalledWith(expect.objectContaining({ message: expect.stringContaining('by hand') }));
    expect(screen.queryByRole('button', { name: 'Copied' })).toBeNull();
  });
});
