import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { scopesOfRole } from '#lib/permissions/load-actor.ts';
import { isSystemRole } from '#lib/permissions/roles.ts';

/**
 * Refuses to hand out a role that reaches further than the actor does: a token that was narrowed must not make itself, by
 * way of an invitation or a service account, into more than it is.
 */
export async function requireMayGrant(actor: Actor, role: string): Promise<void> {
  if (!isSystemRole(role) && !(await db().customRole.findUnique({ where: { id: role } }))) {
    throw new AppError('invalid_request', 'There is no such role. It may have been deleted.');
  }
  const lacking = [...(await scopesOfRole(role))].find((scope) => !actor.scopes.has(scope));
  if (lacking) throw new AppError('forbidden', `You cannot give this role: it includes "${lacking}", which you do not have yourself.`);
}
