import { getCsrfToken, signIn } from 'next-auth/react';
import { useState } from 'react';
import { errorOf } from '#lib/client/api.ts';

/**
 * Tries a sign-in; the message says why it failed. A success leaves the page.
 * @param refused what to say when it was not taken
 */
export function useSignIn(next: string, refused: string) {
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  async function attempt(provider: 'password' | 'link', values: Record<string, string>) {
    setState({ busy: true, problem: null });
    try {
      const problem = await post(provider, values);
      if (problem === null) return window.location.assign(next);
      setState({ busy: false, problem: problem === '' ? refused : problem });
    } catch (thrown) {
      console.warn('The sign-in request failed.', thrown);
      setState({ busy: false, problem: 'The server cannot be reached. Check that Glassworks is running, then try again.' });
    }
  }
  return { ...state, attempt };
}

/** next-auth's own `signIn` reads nothing but an address from the answer, and fails at one that says to wait. */
async function post(provider: string, values: Record<string, string>): Promise<string | null> {
  const csrfToken = (await getCsrfToken()) ?? '';
  const response = await fetch(`/api/auth/callback/${provider}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...values, csrfToken, callbackUrl: window.location.href, json: 'true' }),
    signal: AbortSignal.timeout(30_000),
  });
  if (response.status === 429 || response.status >= 500) return (await errorOf(response)).message;
  const { url } = (await response.json()) as { url?: string };
  const failed = !response.ok || new URL(url ?? '', window.location.href).searchParams.has('error');
  return failed ? '' : null;
}

/** Leaves for an identity provider. */
export const goToProvider = async (provider: string, next: string): Promise<void> => {
  await signIn(provider, { callbackUrl: next });
};
