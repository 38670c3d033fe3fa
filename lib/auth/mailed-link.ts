import type { AskForLink } from '#lib/contracts/sign-in.ts';
import { db } from '#lib/db/client.ts';
import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { canMail, sendMail } from '#lib/mail/mail.ts';
import { safeNext } from './safe-next.ts';
import { createSignInLink } from './sign-in-link.ts';
import { countTry } from './throttle.ts';

/**
 * Mails a sign-in link to a person who is known. Whoever asks learns nothing of that: the answer is the same, and comes
 * before the mail is sent.
 *
 * @throws AppError unavailable when no mail can be sent, rate_limited after several in a row
 */
export async function mailSignInLink({ email, next }: AskForLink): Promise<void> {
  if (!canMail()) throw new AppError('unavailable', 'Sign-in links cannot be mailed here. Ask your admin for one.');
  await countTry('mail', email);
  void sendIfKnown(email, safeNext(next)).catch((error) => log.error({ err: toError(error) }, 'a sign-in link was not mailed'));
}

async function sendIfKnown(email: string, next: string): Promise<void> {
  const user = await db().user.findFirst({ where: { email, disabledAt: null, kind: 'person' } });
  if (!user) return;
  const link = await createSignInLink(user.email, 'mailed', next);
  await sendMail({
    to: user.email,
    subject: 'Sign in to Glassworks',
    text: [
      'Open this link to sign in. It works once, within 15 minutes:',
      link,
      'If you did not ask for it, leave it alone: nobody gets in without it.',
    ],
  });
}
