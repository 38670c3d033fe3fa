import { audit } from '#lib/audit/audit.ts';
import type { SignInShown } from '#lib/contracts/admin-sign-in.ts';
import type { ProviderId } from '#lib/contracts/sign-in.ts';
import { db } from '#lib/db/client.ts';
import { env, webOrigin } from '#lib/env.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { listLocks, unlock } from './throttle.ts';
import { signInWays } from './ways.ts';

const KNOWN: readonly { readonly id: ProviderId; readonly name: string }[] = [
  { id: 'oidc', name: 'OpenID Connect' },
  { id: 'google', name: 'Google' },
  { id: 'azure-ad', name: 'Microsoft (Azure AD)' },
  { id: 'github', name: 'GitHub' },
];

/** What is on, what to register at a provider, and who has to wait. */
export async function showSignIn(): Promise<SignInShown> {
  const ways = signInWays();
  const origin = env().NEXTAUTH_URL ?? webOrigin();
  return {
    password: ways.password,
    mail: ways.mail,
    providers: KNOWN.map(({ id, name }) => ({
      id,
      name,
      on: ways.providers.some((provider) => provider.id === id),
      redirectUrl: `${origin.replace(/\/$/, '')}/api/auth/callback/${id}`,
      testable: id !== 'github',
    })),
    scimUrl: `${webOrigin()}/api/scim/v2`,
    locks: (await listLocks()).map(({ until, ...lock }) => ({ ...lock, until: until.toISOString() })),
  };
}

/** Lets an account or address try to sign in again at once. */
export async function unlockSignIn(actor: Actor, key: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await unlock(key, tx);
    await audit(actor, { action: 'sign_in.unlocked', subject: { kind: 'session', name: key } }, tx);
  });
}
