import { z } from 'zod';
import { ProviderId } from './sign-in.ts';

/** How people come in here, for the administration. */
export const SignInShown = z.object({
  password: z.boolean(),
  mail: z.boolean(),
  /** All that are known; one that is off lacks its variables. */
  providers: z.array(z.object({ id: ProviderId, name: z.string(), on: z.boolean(), redirectUrl: z.string(), testable: z.boolean() })),
  scimUrl: z.string(),
  /** Accounts and addresses that have to wait before they may try again. */
  locks: z.array(z.object({ key: z.string(), failures: z.number().int(), until: z.iso.datetime() })),
});
export type SignInShown = z.infer<typeof SignInShown>;

export const SignInTest = z.strictObject({ what: z.enum(['oidc', 'google', 'azure-ad', 'mail']) });
export type SignInTest = z.infer<typeof SignInTest>;

export const Unlock = z.strictObject({ key: z.string().min(1).max(400) });
