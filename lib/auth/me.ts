import { audit } from '#lib/audit/audit.ts';
import type { Me, SetPassword, UpdateMe } from '#lib/contracts/me.ts';
import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { loadRoles } from '#lib/permissions/load-roles.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { forgetActors } from './remembered.ts';
import { endSessionsOf } from './sessions.ts';
import { countTry } from './throttle.ts';

const withHash = (userId: string) => db().user.findUniqueOrThrow({ where: { id: userId }, omit: { passwordHash: false } });

/** The actor's own profile. */
export async function readMe(actor: Actor): Promise<Me> {
  const user = await withHash(actor.userId);
  const roleName = (await loadRoles()).get(user.role)?.name ?? 'A role that is gone';
  return { id: user.id, email: user.email, name: user.name, role: user.role, roleName, hasPassword: user.passwordHash !== null };
}

export async function updateMe(actor: Actor, change: UpdateMe): Promise<Me> {
  await db().user.update({ where: { id: actor.userId }, data: { name: change.name } });
  return readMe(actor);
}

/**
 * Sets the actor's password, and ends the other sessions. Who has one must name it; who came by a one-time link need not.
 * An API token cannot: whoever finds a token must not gain the account.
 */
export async function setPassword(actor: Actor, { password, currentPassword }: SetPassword): Promise<Me> {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'A password can only be set by a signed-in person, not by an API token.');
  const user = await withHash(actor.userId);
  if (user.passwordHash) await checkCurrent(user.email, currentPassword ?? '', user.passwordHash);
  const passwordHash = await hashPassword(password);
  await db().$transaction(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { passwordHash } });
    const sessionsEnded = await endSessionsOf(user.id, tx, actor.sessionId);
    await audit(
      actor,
      { action: 'password.changed', subject: { kind: 'user', id: user.id, name: user.email }, details: { sessionsEnded } },
      tx,
    );
  });
  forgetActors();
  return readMe(actor);
}

/** Who found an open session must not be able to try passwords at leisure. */
async function checkCurrent(email: string, given: string, stored: string): Promise<void> {
  const tried = await countTry('account', email);
  if (!(await verifyPassword(given, stored))) {
    throw new AppError('invalid_request', 'The current password is not right.', {
      details: { issues: [{ path: 'currentPassword', message: 'not right' }] },
    });
  }
  await tried.clear();
}
