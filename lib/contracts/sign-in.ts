import { z } from 'zod';

export const ProviderId = z.enum(['oidc', 'google', 'github', 'azure-ad']);
export type ProviderId = z.infer<typeof ProviderId>;

/** The ways in that this installation offers. */
export interface Ways {
  readonly password: boolean;
  /** Sign-in links by e-mail. */
  readonly mail: boolean;
  readonly providers: readonly { readonly id: ProviderId; readonly name: string }[];
}

/** Why a sign-in was refused, in words for the person: the code is in the address of the sign-in page. */
export const REFUSALS = {
  domain: 'Your e-mail address does not belong to a domain that may sign in here. Ask your admin for an invitation.',
  unverified: 'Your identity provider has not confirmed your e-mail address. Confirm it there, or ask your admin for a sign-in link.',
  no_email: 'Your identity provider did not tell your e-mail address, which is needed to know you. Ask your admin.',
  disabled: 'This account is switched off. Ask your admin.',
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** next-auth's own words for what went wrong on the way to or from a provider. */
const PROVIDER_FAILED = 'The identity provider could not be reached, or its answer did not hold. Try again; if it stays, tell your admin.';
const PROVIDER_ERRORS = new Set([
  'OAuthSignin',
  'OAuthCallback',
  'Callback',
  'OAuthCreateAccount',
  'OAuthAccountNotLinked',
  'Configuration',
]);

/** What the sign-in page says for a code in its address; null for one that nobody gives. */
export function signInProblem(code: unknown): string | null {
  if (typeof code !== 'string' || code === '') return null;
  if (Object.hasOwn(REFUSALS, code)) return REFUSALS[code as RefusalCode];
  return PROVIDER_ERRORS.has(code) ? PROVIDER_FAILED : 'The sign-in did not work. Try again.';
}

export const AskForLink = z.strictObject({
  email: z.string().trim().toLowerCase().pipe(z.email('This is not an e-mail address.').max(320)),
  /** Where to go after signing in; a path of this site. */
  next: z.string().max(2000).optional(),
});
export type AskForLink = z.infer<typeof AskForLink>;
