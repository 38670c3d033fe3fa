import { reaches, type SpaceLevel } from '#lib/contracts/space-level.ts';

/**
 * What should come out, said a second time and in another way than the product does: a scope is `action:Thing`, with
 * `@self` for one's own and `@space` where the access list reaches the level that the action takes.
 */
const LEVEL_OF = { view: 'view', create: 'edit', manage: 'edit' } as const;
type Action = keyof typeof LEVEL_OF;

export interface Target {
  readonly own: boolean;
  readonly inSpace: boolean;
  readonly published: boolean;
  readonly level: SpaceLevel | null;
}

type Place = 'personal' | 'top' | 'directory';

export type Need =
  | { readonly app: 'see' | 'change' | 'build' }
  | { readonly space: 'see' | 'manage' }
  | { readonly project: 'see' }
  | { readonly place: Place }
  | 'copy'
  | 'own'
  | 'door';

export interface Asker {
  readonly scopes: readonly string[];
}

export const ALLOWED = 'allowed';
export type Answer = typeof ALLOWED | 403 | 404;

const some = ({ scopes }: Asker, scope: string) => scopes.some((held) => held === scope || held.startsWith(`${scope}@`));
/** A scope without qualifier includes its qualified forms. */
const has = ({ scopes }: Asker, scope: string) => scopes.includes(scope) || scopes.includes(scope.replace(/@.*/, ''));

function covers(asker: Asker, action: Action, { own, level }: Target): boolean {
  if (asker.scopes.includes(`${action}:DataApp`)) return true;
  return (own && has(asker, `${action}:DataApp@self`)) || (has(asker, `${action}:DataApp@space`) && reaches(level, LEVEL_OF[action]));
}

function sees(asker: Asker, app: Target): boolean {
  if (covers(asker, 'manage', app)) return true;
  if (app.own) return has(asker, 'view:DataApp@self');
  const everywhere = { ...app, own: false };
  return app.published && app.inSpace && covers(asker, 'view', everywhere);
}

const ANY_SPACE = ['view:DataApp', 'create:DataApp', 'manage:DataApp', 'manage:Space'];

/** The answer to a call: refused, not there, or neither. */
export function expected(access: string, need: Need, asker: Asker, target: Target | null): Answer {
  if (access.includes(':') && !some(asker, access)) return 403;
  if (need === 'own' || need === 'door') return ALLOWED;
  if (need === 'copy') return has(asker, 'create:DataApp@self') ? ofApp('see', asker, target) : 403;
  if ('place' in need) return atPlace(need.place, asker);
  if ('project' in need) return has(asker, 'view:Project') ? ALLOWED : 404;
  return 'space' in need ? ofSpace(need.space, asker, target?.level ?? null) : ofApp(need.app, asker, target);
}

function ofApp(what: 'see' | 'change' | 'build', asker: Asker, app: Target | null): Answer {
  if (!app) throw new Error('this need is about an app');
  if (!sees(asker, app)) return 404;
  if (what !== 'see' && !covers(asker, 'manage', app)) return 403;
  return what === 'build' && !covers(asker, 'create', app) ? 403 : ALLOWED;
}

function atPlace(place: Place, asker: Asker): Answer {
  if (place === 'directory') return some(asker, 'manage:Space') || asker.scopes.includes('manage:Organization') ? ALLOWED : 403;
  if (place === 'top')
    return ['create:Space', 'manage:Space', 'manage:Organization'].some((scope) => asker.scopes.includes(scope)) ? ALLOWED : 403;
  if (!has(asker, 'view:Project')) return 404;
  return has(asker, 'create:DataApp@self') ? ALLOWED : 403;
}

function ofSpace(what: 'see' | 'manage', asker: Asker, level: SpaceLevel | null): Answer {
  const everywhere = [...ANY_SPACE, 'manage:Organization'].some((scope) => asker.scopes.includes(scope));
  const listed = level !== null && ANY_SPACE.some((scope) => asker.scopes.includes(`${scope}@space`));
  if (!everywhere && !listed) return 404;
  if (what === 'see') return ALLOWED;
  const manages = ['manage:Space', 'manage:Organization'].some((scope) => asker.scopes.includes(scope));
  return manages || (asker.scopes.includes('manage:Space@space') && reaches(level, 'manage')) ? ALLOWED : 403;
}
