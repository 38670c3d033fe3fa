import type { CreateToken, NewToken, Token } from '#lib/contracts/me.ts';
import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { hashSecret, newSecret } from './token-hash.ts';

interface Row {
  id: string;
  name: string;
  last4: string;
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

/** Makes a token that acts as this person. It can be read now and never again. */
export async function createToken(userId: string, { name, expiresInDays }: CreateToken): Promise<NewToken> {
  const token = newSecret('gw_pat');
  const expiresAt = expiresInDays ? new Date(Date.now() + expiresInDays * DAY_MS) : null;
  const row = await db().apiToken.create({
    data: { id: newId('tok'), userId, name, hash: hashSecret(token), last4: token.slice(-4), expiresAt },
  });
  return { ...toToken(row), token };
}

/** Removes a token of this person: calls with it fail from now on. */
export async function deleteToken(userId: string, id: string): Promise<void> {
  const { count } = await db().apiToken.deleteMany({ where: { id, userId } });
  if (count === 0) throw new AppError('not_found', 'There is no such token. It may have been removed already.');
}
