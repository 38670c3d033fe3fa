import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { signInProblem, type Ways } from '#lib/contracts/sign-in.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { SignIn } from './sign-in.tsx';

const ALL: Ways = {
  password: true,
  mail: true,
  providers: [
    { id: 'oidc', name: 'Company' },
    { id: 'github', name: 'GitHub' },
  ],
};
const show = (ways: Partial<Ways>, more: { link?: string; refused?: string | null } = {}) =>
  renderUi(
    <SignIn
      link={more.link ?? null}
      next="/"
      ways={{ password: false, mail: false, providers: [], ...ways }}
      refused={more.refused ?? null}
    />,
  );
const buttons = () =>
  screen
    .getAllByRole('button')
    .map((button) => button.textContent)
    .filter(Boolean);

afterEach(() => vi.unstubAllGlobals());

describe('the sign-in page offers', () => {
  test('every way that is configured', () => {
    show(ALL);
    expect(buttons()).toEqual(['Continue with Company', 'Continue with GitHub', 'Sign in', 'Mail me a sign-in link instead']);
  });

  test('a password alone', () => {
    show({ password: true });
    expect(buttons()).toEqual(['Sign in']);
  });

  test('a link by mail where passwords are off', () => {
    show({ mail: true });
    expect(buttons()).toEqual(['Mail me a sign-in link']);
    expect(screen.queryByLabelText('Password')).toBeNull();
  });

  test('no form at all where only a provider is on, and says what to do where nothing is', () => {
    show({ providers: ALL.providers.slice(0, 1) });
    expect(buttons()).toEqual(['Continue with Company']);
    expect(screen.queryByLabelText('E-mail')).toBeNull();
    show({});
    expect(screen.getByText('Ask your admin for a sign-in link.')).toBeTruthy();
  });

  test('the one-time link first, and other ways only where there are some', () => {
    show({}, { link: 'gw_link_x' });
    expect(buttons()).toEqual(['Sign in with this link']);
  });
});

test('it says why a provider did not lead in, in words of ours only', () => {
  show(ALL, { refused: signInProblem('domain') });
  expect(screen.getByRole('alert').textContent).toContain('does not belong to a domain');
  expect(signInProblem('<script>alert(1)</script>')).toBe('The sign-in did not work. Try again.');
  expect(signInProblem(undefined)).toBeNull();
});

test('it says how long to wait when there were too many tries', async () => {
  const answers: Record<string, () => Response> = {
    '/api/auth/csrf': () => Response.json({ csrfToken: 'token' }),
    '/api/auth/callback/password': () =>
      Response.json(
        { error: { code: 'rate_limited', message: 'Too many tries. Wait 15 minutes, then try again.', requestId: 'req_1' } },
        { status: 429 },
      ),
  };
  vi.stubGlobal('fetch', async (path: string) => answers[new URL(path, 'http://x').pathname]?.());
  show({ password: true });
  await userEvent.type(screen.getByLabelText('E-mail'), 'anna@example.com');
  await userEvent.type(screen.getByLabelText('Password'), 'wrong');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  expect((await screen.findByRole('alert')).textContent).toBe('Too many tries. Wait 15 minutes, then try again.');
});
