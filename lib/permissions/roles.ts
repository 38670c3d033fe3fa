import { ALL_SCOPES, grantedBy, type Scope } from './scopes.ts';

const VIEWER: readonly Scope[] = ['view:DataApp@space', 'view:DataApp@self', 'view:Project'];
const INTERACTIVE_VIEWER: readonly Scope[] = [...VIEWER, 'run:Query'];
const EDITOR: readonly Scope[] = [
  ...INTERACTIVE_VIEWER,
  'create:DataApp@space',
  'create:DataApp@self',
  'manage:DataApp@space',
  'manage:DataApp@self',
  'create:Space',
  'manage:Space@space',
  'view:Sql',
];
const DEVELOPER: readonly Scope[] = [...EDITOR, 'manage:Project', 'create:Writeback'];

interface RoleEntry {
  readonly label: string;
  readonly description: string;
  readonly scopes: readonly Scope[];
}

/** The system roles. Roles only add: there is no scope that takes away. */
export const ROLES = {
  viewer: { label: 'Viewer', description: 'Opens the published apps of the spaces they may view.', scopes: VIEWER },
  interactive_viewer: {
    label: 'Interactive viewer',
    description: 'A viewer who also asks questions of their own of the data.',
    scopes: INTERACTIVE_VIEWER,
  },
  editor: { label: 'Editor', description: 'Makes apps, and changes those of the spaces they may edit.', scopes: EDITOR },
  developer: { label: 'Developer', description: 'An editor who also looks after projects and their dbt code.', scopes: DEVELOPER },
  admin: { label: 'Admin', description: 'May do everything.', scopes: ALL_SCOPES },
} as const satisfies Record<string, RoleEntry>;

export type Role = keyof typeof ROLES;

export const isSystemRole = (role: string): role is Role => Object.hasOwn(ROLES, role);

/** The scopes of a system role; a name that is not one grants nothing. Custom roles are in the database: load-actor.ts. */
export const scopesOf = (role: string): ReadonlySet<Scope> => grantedBy(isSystemRole(role) ? ROLES[role].scopes : []);
