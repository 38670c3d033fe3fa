import { reaches, type SpaceLevel } from '#lib/contracts/space-level.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from './actor.ts';
import { type AnyForm, holdsSome, SCOPES, type Scope } from './scopes.ts';

/** What of an app it takes to judge what an actor may do with it: `withSpaceLevels` looks the level up. */
export interface JudgedApp {
  readonly ownerId: string;
  /** What the access lists of its space give this actor. */
  readonly spaceLevel: SpaceLevel | null;
}

/** Refuses with 403 when the actor lacks the scope; the message names it, so that an admin knows what to grant. */
export function requireScope(actor: Actor, scope: Scope): void {
  if (!actor.scopes.has(scope)) throw lacking(scope);
}

/** Refuses with 403 when the actor holds no form of the scope: where it holds is then judged by the thing itself. */
export function requireSome(actor: Actor, scope: AnyForm): void {
  if (!holdsSome(actor.scopes, scope)) throw lacking(scope);
}

function lacking(scope: Scope): AppError {
  return new AppError('forbidden', `This needs the permission "${scope}" (${SCOPES[scope].label}). Ask an administrator for it.`);
}

/** Whether the actor may change this app. */
export function canManageApp(actor: Actor, app: JudgedApp): boolean {
  return holdsFor(actor, 'manage:DataApp', app);
}

/** Refuses with 403 unless the actor may change this app. The actor can see it, so 404 would be no secret. */
export function requireManageApp(actor: Actor, app: JudgedApp): void {
  if (canManageApp(actor, app)) return;
  throw new AppError('forbidden', 'You can open this app but not change it. Ask its owner, or duplicate it.');
}

/** Refuses with 403 unless the actor may change this app and have it built. */
export function requireBuildApp(actor: Actor, app: JudgedApp): void {
  requireManageApp(actor, app);
  if (!holdsFor(actor, 'create:DataApp', app)) throw lacking('create:DataApp');
}

function holdsFor({ scopes, userId }: Actor, scope: 'manage:DataApp' | 'create:DataApp', app: JudgedApp): boolean {
  if (scopes.has(scope)) return true;
  if (scopes.has(`${scope}@self`) && app.ownerId === userId) return true;
  return scopes.has(`${scope}@space`) && reaches(app.spaceLevel, 'edit');
}

/** Whether the actor may make apps in a space, or move them there or away. */
export function canPutAppsIn({ scopes }: Actor, scope: 'manage:DataApp' | 'create:DataApp', level: SpaceLevel | null): boolean {
  return scopes.has(scope) || (scopes.has(`${scope}@space`) && reaches(level, 'edit'));
}

/** Whether the actor may change a space, who may enter it, and what lies in it. */
export function canManageSpace({ scopes }: Actor, level: SpaceLevel | null): boolean {
  if (scopes.has('manage:Space') || scopes.has('manage:Organization')) return true;
  return scopes.has('manage:Space@space') && reaches(level, 'manage');
}
