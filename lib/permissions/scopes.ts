interface ScopeEntry {
  /** The heading it stands under. */
  readonly group: string;
  /** What it lets somebody do. */
  readonly label: string;
}

/**
 * Every scope with what it lets an actor do: the one table behind types, checks, pages and documents. A scope without a
 * qualifier holds everywhere and includes its qualified forms. `@space` holds in spaces where the access list gives what
 * it takes: view for looking, edit for making and changing apps, manage for the space itself. `@self` holds for one's own.
 * Roles are stored with these names: renaming one takes a migration.
 */
export const SCOPES = {
  'view:DataApp': { group: 'Data apps', label: 'Open published apps of every space' },
  'view:DataApp@space': { group: 'Data apps', label: 'Open published apps of the spaces they may view' },
  'view:DataApp@self': { group: 'Data apps', label: 'Open their own apps' },
  'create:DataApp': { group: 'Data apps', label: 'Make apps in every space, and build what they may change' },
  'create:DataApp@space': { group: 'Data apps', label: 'Make and build apps in spaces they may edit' },
  'create:DataApp@self': { group: 'Data apps', label: 'Make personal apps, and build their own' },
  'manage:DataApp': { group: 'Data apps', label: "Change, publish, move and delete everybody's apps" },
  'manage:DataApp@space': { group: 'Data apps', label: 'Change, publish, move and delete apps of spaces they may edit' },
  'manage:DataApp@self': { group: 'Data apps', label: 'Change, publish, move and delete their own apps' },
  'create:Space': { group: 'Spaces', label: 'Make spaces' },
  'manage:Space': { group: 'Spaces', label: 'Change every space, who may enter it, and delete it' },
  'manage:Space@space': { group: 'Spaces', label: 'Change spaces they may manage, and who may enter them' },
  'view:Project': { group: 'Projects', label: 'See projects and their catalog' },
  'manage:Project': { group: 'Projects', label: 'Add, change and remove projects' },
  'run:Query': { group: 'Queries', label: 'Ask questions of their own of a project' },
  'view:Sql': { group: 'Queries', label: 'See the SQL behind a query' },
  'create:Writeback': { group: 'Writeback', label: 'Have the dbt project changed through a pull request' },
  'manage:Provisioning': {
    group: 'Organization',
    label: 'Add, change and disable people and groups for an identity provider (SCIM)',
  },
  'manage:Organization': { group: 'Organization', label: 'Administer people, spaces, money and settings of this installation' },
} as const satisfies Record<string, ScopeEntry>;

export type Scope = keyof typeof SCOPES;

/** A scope without qualifier: at the door it stands for any of its forms. */
export type AnyForm = Scope extends infer S ? (S extends `${string}@${string}` ? never : S) : never;

export const ALL_SCOPES = Object.keys(SCOPES) as Scope[];

export const isScope = (name: string): name is Scope => Object.hasOwn(SCOPES, name);

const withoutQualifier = (scope: string): string => scope.split('@', 1)[0] ?? scope;

/** What these names grant: what is not known grants nothing, and a scope without qualifier includes its qualified forms. */
export function grantedBy(names: readonly string[]): ReadonlySet<Scope> {
  return new Set(ALL_SCOPES.filter((scope) => names.includes(scope) || names.includes(withoutQualifier(scope))));
}

/**
 * What is left of a person's scopes for one of their tokens.
 * @param tokenScopes what the token was made for; an empty list is a token as wide as its person
 */
export function narrowed(scopes: ReadonlySet<Scope>, tokenScopes: readonly string[]): ReadonlySet<Scope> {
  if (tokenScopes.length === 0) return scopes;
  const wanted = grantedBy(tokenScopes);
  return new Set([...scopes].filter((scope) => wanted.has(scope)));
}

/** Whether any form of the scope is held. */
export const holdsSome = (scopes: ReadonlySet<Scope>, scope: AnyForm): boolean =>
  [...scopes].some((held) => withoutQualifier(held) === scope);
