import { ProviderId, type Ways } from '#lib/contracts/sign-in.ts';
import { type Env, env } from '#lib/env.ts';
import { canMail } from '#lib/mail/mail.ts';
import { configuredProviders } from './providers.ts';

/** The ways in that are configured: what the sign-in page shows, and nothing else. */
export const signInWays = (e: Env = env()): Ways => ({
  password: e.AUTH_DISABLE_PASSWORD_AUTHENTICATION !== true,
  mail: canMail(e),
  providers: configuredProviders(e).map(({ id, name }) => ({ id: ProviderId.parse(id), name })),
});
