import { AppError } from '#lib/errors.ts';
import type { Actor } from './actor.ts';
import { SCOPES, type Scope } from './scopes.ts';

/** Refuses with 403 when the actor lacks the scope; the message names it, so that an admin knows what to grant. */
export function requireScope(actor: Actor, scope: Scope): void {
  if (actor.scopes.has(scope)) return;
  throw new AppError('forbidden', `This needs the permission "${scope}" (${SCOPES[scope]}). Ask an administrator for it.`);
}

/** Whether the actor may change this app: judged by the app's own fields. */
export function canManageApp(actor: Actor, app: { readonly ownerId: string }): boolean {
  if (actor.scopes.has('manage:DataApp')) return true;
  return actor.scopes.has('manage:DataApp@self') && app.ownerId === actor.userId;
}

/** Refuses with 403 unless the actor may change this app. The actor can see it, so 404 would be no secret. */
export function requireManageApp(actor: Actor, app: { readonly ownerId: string }): void {
  if (canManageApp(actor, app)) return;
  throw new AppError('forbidden', 'You can open this app but not change it. Ask its owner, or duplicate it.');
}
