import { db } from '#lib/db/client.ts';
import { webOrigin } from '#lib/env.ts';
import { hashSecret, newSecret } from './token-hash.ts';

const LINK_HOURS = 24;

/** Makes a link that signs this person in once, within 24 hours. Earlier links of the person stop working. */
export async function createSignInLink(email: string): Promise<string> {
  const token = newSecret('gw_link');
  const expires = new Date(Date.now() + LINK_HOURS * 3_600_000);
  await db().$transaction([
    db().verificationToken.deleteMany({ where: { identifier: email } }),
    db().verificationToken.create({ data: { identifier: email, token: hashSecret(token), expires } }),
  ]);
  return `${webOrigin()}/sign-in?link=${token}`;
}

/** Uses a link up. Null when it was used before, is too old, or never existed. */
export async function redeemSignInLink(token: string): Promise<{ id: string; email: string; name: string | null } | null> {
  const hash = hashSecret(token);
  const row = await db().verificationToken.findUnique({ where: { token: hash } });
  const { count } = await db().verificationToken.deleteMany({ where: { token: hash } });
  if (!row || count === 0 || row.expires < new Date()) return null; // count 0: a concurrent use won
  return db().user.findFirst({ where: { email: row.identifier, disabledAt: null }, select: { id: true, email: true, name: true } });
}
