import { Attributes } from '#lib/contracts/attributes.ts';
import { db } from '#lib/db/client.ts';
import { log } from '#lib/log.ts';
import type { Actor } from './actor.ts';
import { isSystemRole, scopesOf } from './roles.ts';
import { grantedBy, narrowed, type Scope } from './scopes.ts';

/** What of a person's row an actor is made of. */
interface PersonRow {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly kind: string;
  readonly role: string;
  readonly attributes: unknown;
  readonly disabledAt: Date | null;
}

/**
 * The actor that a stored person is, with role, groups and attributes as they are now.
 * @param tokenScopes what the token was made for; an empty list is a token as wide as its person
 * @returns null when the person may not act any more
 */
export async function loadActor(by: 'session' | 'token', user: PersonRow, tokenScopes: readonly string[] = []): Promise<Actor | null> {
  if (user.disabledAt) return null;
  const [scopes, memberships] = await Promise.all([
    scopesOfRole(user.role),
    db().groupMember.findMany({ where: { userId: user.id }, select: { groupId: true } }),
  ]);
  return {
    kind: user.kind === 'service' ? 'service' : by === 'token' ? 'token' : 'user',
    userId: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    scopes: narrowed(scopes, tokenScopes),
    groupIds: memberships.map(({ groupId }) => groupId),
    attributes: readAttributes(user),
  };
}

/** What a role grants: a system role's name, or a custom role's id; nothing for any other. */
export async function scopesOfRole(role: string): Promise<ReadonlySet<Scope>> {
  if (isSystemRole(role)) return scopesOf(role);
  const custom = await db().customRole.findUnique({ where: { id: role }, select: { scopes: true } });
  return grantedBy(custom?.scopes ?? []);
}

/** Attributes that cannot be read count as none: row filters then show nothing. */
function readAttributes({ id, attributes }: PersonRow): Attributes {
  const read = Attributes.safeParse(attributes);
  if (read.success) return read.data;
  log.warn({ userId: id }, 'the attributes of a person cannot be read; row filters see none');
  return {};
}
