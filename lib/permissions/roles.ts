import { SCOPES, type Scope } from './scopes.ts';

const VIEWER: readonly Scope[] = ['view:DataApp', 'view:Project', 'run:Query'];
const EDITOR: readonly Scope[] = [...VIEWER, 'create:DataApp', 'manage:DataApp@self', 'view:Sql'];

/** The system roles. Roles only add: there is no scope that takes away. */
export const ROLES = {
  viewer: VIEWER,
  editor: EDITOR,
  admin: Object.keys(SCOPES) as Scope[],
} as const satisfies Record<string, readonly Scope[]>;

export type Role = keyof typeof ROLES;

/** The scopes of a stored role name; a name that is not known grants nothing. */
export function scopesOf(role: string): ReadonlySet<Scope> {
  return new Set(Object.hasOwn(ROLES, role) ? ROLES[role as Role] : []);
}
