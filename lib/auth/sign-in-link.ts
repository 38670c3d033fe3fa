import { db, type Tx } from '#lib/db/client.ts';
import { webOrigin } from '#lib/env.ts';
import { hashSecret, newSecret } from './token-hash.ts';

const HOUR_MS = 3_600_000;

/** For what a link is made, and how long it works. Asking for one by mail ends none that an admin handed over. */
const KINDS = {
  handed: { prefix: '', hours: 24 },
  invitation: { prefix: '', hours: 72 },
  mailed: { prefix: 'mail:', hours: 0.25 },
} as const;
type Kind = keyof typeof KINDS;

export const INVITATION_HOURS = KINDS.invitation.hours;

/** Makes a link that signs this person in once. Earlier links of the same kind stop working. */
export async function createSignInLink(email: string, kind: Kind = 'handed', next?: string, client: Tx | null = null): Promise<string> {
  const token = newSecret('gw_link');
  const identifier = KINDS[kind].prefix + email;
  const write = async (tx: Tx) => {
    await tx.verificationToken.deleteMany({ where: { identifier } });
    const expires = new Date(Date.now() + KINDS[kind].hours * HOUR_MS);
    await tx.verificationToken.create({ data: { identifier, token: hashSecret(token), expires } });
  };
  await (client ? write(client) : db().$transaction(write));
  return `${webOrigin()}/sign-in?link=${token}${next && next !== '/' ? `&next=${encodeURIComponent(next)}` : ''}`;
}

/** Ends the links of a person who may not come in any more, or is called otherwise now. */
export async function endSignInLinks(email: string, tx: Tx): Promise<void> {
  await tx.verificationToken.deleteMany({ where: { identifier: { in: [email, `mail:${email}`] } } });
}

/** Uses a link up. Null when it was used before, is too old, or never existed. */
export async function redeemSignInLink(token: string): Promise<{ id: string; email: string; name: string | null } | null> {
  const hash = hashSecret(token);
  const row = await db().verificationToken.findUnique({ where: { token: hash } });
  const { count } = await db().verificationToken.deleteMany({ where: { token: hash } });
  if (!row || count === 0 || row.expires < new Date()) return null; // count 0: a concurrent use won
  const email = row.identifier.replace(/^mail:/, '');
  const where = { email, disabledAt: null, kind: 'person' };
  const user = await db().user.findFirst({ where, select: { id: true, email: true, name: true, emailVerified: true } });
  // A link that came by mail shows that the address is theirs.
  if (user && !user.emailVerified && row.identifier !== email) {
    await db().user.update({ where: { id: user.id }, data: { emailVerified: new Date() } });
  }
  return user && { id: user.id, email: user.email, name: user.name };
}
