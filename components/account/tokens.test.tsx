import { screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useTokens } from '#lib/client/use-tokens.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { Tokens } from './tokens.tsx';

/** How the newest reading went, drawn together with what is tested. */
const LastRead = () => `last read: ${useTokens().status}`;

afterEach(() => vi.restoreAllMocks());

it('keeps the tokens that are shown when they cannot be read again', async () => {
  const token = {
    id: 't',
    name: 'Reports',
    last4: 'abcd',
    createdAt: '2026-01-01T00:00:00.000Z',
    lastUsedAt: null,
    expiresAt: null,
    scopes: [],
  };
  const fetching = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({ items: [token], nextCursor: null }));
  renderUi(
    <>
      <Tokens />
      <LastRead />
    </>,
  );
  await screen.findByText('Reports');
  const failure = { error: { code: 'unavailable', message: 'Try later.', requestId: 'r' } };
  fetching.mockImplementation(async () => Response.json(failure, { status: 503 }));
  window.dispatchEvent(new Event('visibilitychange'));
  await screen.findByText('last read: error');
  expect(screen.getByText('Reports')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});
