import { audit } from '#lib/audit/audit.ts';
import type { CreateToken, NewToken, Token } from '#lib/contracts/me.ts';
import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { ALL_SCOPES } from '#lib/permissions/scopes.ts';
import { forgetActors } from './remembered.ts';
import { hashSecret, newSecret } from './token-hash.ts';

interface Row {
  id: string;
  name: string;
  last4: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
}

const DAY_MS = 24 * 3_600_000;
const iso = (date: Date | null) => date?.toISOString() ?? null;
const toToken = (row: Row): Token => ({
  id: row.id,
  name: row.name,
  last4: row.last4,
  scopes: row.scopes,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: iso(row.lastUsedAt),
  expiresAt: iso(row.expiresAt),
});

/** The person's tokens, newest first; never the tokens themselves. */
export async function listTokens(userId: string): Promise<Token[]> {
  const rows = await db().apiToken.findMany({ where: { userId }, orderBy: { createdAt: 'desc' } });
  return rows.map(toToken);
}

/** Refuses an API token that asks for another one: whoever finds a token must not be able to keep its access. */
export function requirePerson(actor: Actor): void {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'A token can only be made by a signed-in person, not by an API token.');
}

/**
 * Makes a token that acts as its owner, or as a part of them. It can be read now and never again.
 * @param actor who makes it: the owner, an administrator, or `system` for the command line
 */
export async function createToken(
  userId: string,
  { name, expiresInDays, scopes = [] }: CreateToken,
  actor: Actor | 'system' = 'system',
): Promise<NewToken> {
  const unknown = scopes.find((scope) => !(ALL_SCOPES as readonly string[]).includes(scope));
  if (unknown !== undefined) throw new AppError('invalid_request', `There is no permission called "${unknown}".`);
  const token = newSecret('gw_pat');
  const expiresAt = expiresInDays ? new Date(Date.now() + expiresInDays * DAY_MS) : null;
  const data = { id: newId('tok'), userId, name, hash: hashSecret(token), last4: token.slice(-4), expiresAt, scopes };
  const row = await db().$transaction(async (tx) => {
    const made = await tx.apiToken.create({ data, include: { user: { select: { email: true } } } });
    const details = { owner: made.user.email, scopes, expiresAt: iso(expiresAt) };
    await audit(actor, { action: 'token.created', subject: { kind: 'token', id: made.id, name }, details }, tx);
    return made;
  });
  return { ...toToken(row), token };
}

/** Removes a token of this owner: calls with it fail from now on. */
export async function deleteToken(userId: string, id: string, actor: Actor): Promise<void> {
  await db().$transaction(async (tx) => {
    const row = await tx.apiToken.findFirst({ where: { id, userId }, include: { user: { select: { email: true } } } });
    if (!row) throw new AppError('not_found', 'There is no such token. It may have been removed already.');
    await tx.apiToken.deleteMany({ where: { id } });
    const subject = { kind: 'token', id, name: row.name } as const;
    await audit(actor, { action: 'token.deleted', subject, details: { owner: row.user.email } }, tx);
  });
  forgetActors();
}
