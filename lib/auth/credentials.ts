import type { User } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { audit } from '#lib/audit/audit.ts';
import { db } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { verifyPassword } from './password.ts';
import { redeemSignInLink } from './sign-in-link.ts';
import { countTry } from './throttle.ts';

const PasswordForm = z.object({ email: z.string().trim().toLowerCase().min(1).max(320), password: z.string().min(1).max(1000) });
const LinkForm = z.object({ token: z.string().min(1).max(200) });

/** What a request learned on its way through next-auth, which knows only yes and no. */
export interface Outcome {
  refused: AppError | null;
}

/** next-auth asks for the names of the fields; the values are checked by zod. */
export const passwordProvider = (outcome: Outcome) =>
  CredentialsProvider({
    id: 'password',
    name: 'Password',
    credentials: { email: {}, password: {} },
    authorize: (input) => noting(outcome, () => byPassword(input)),
  });

export const linkProvider = (outcome: Outcome) =>
  CredentialsProvider({
    id: 'link',
    name: 'One-time link',
    credentials: { token: {} },
    authorize: (input) =>
      noting(outcome, async () => {
        const form = LinkForm.safeParse(input);
        return form.success ? redeemSignInLink(form.data.token) : null;
      }),
  });

async function byPassword(input: unknown): Promise<User | null> {
  const form = PasswordForm.safeParse(input);
  if (!form.success || env().AUTH_DISABLE_PASSWORD_AUTHENTICATION) return null;
  const { email, password } = form.data;
  const tried = await countTry('account', email);
  const user = await db().user.findFirst({ where: { email, disabledAt: null, kind: 'person' }, omit: { passwordHash: false } });
  if (!(await verifyPassword(password, user?.passwordHash ?? null)) || !user) {
    await audit('nobody', { action: 'sign_in.failed', subject: { kind: 'user', name: email }, details: { way: 'password' } });
    return null;
  }
  await tried.clear();
  return { id: user.id, email: user.email, name: user.name };
}

async function noting(outcome: Outcome, authorize: () => Promise<User | null>): Promise<User | null> {
  try {
    return await authorize();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    outcome.refused = thrown;
    return null;
  }
}
