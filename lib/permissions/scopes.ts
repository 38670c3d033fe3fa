/**
 * Every scope with what it lets an actor do: the one table behind types, checks and the settings page.
 * `@self` narrows a scope to what the actor owns.
 */
export const SCOPES = {
  'view:DataApp': 'Open published apps of spaces',
  'create:DataApp': 'Make apps and build them',
  'manage:DataApp@self': "Change, publish and delete one's own apps",
  'manage:DataApp': "Change, publish and delete everybody's apps",
  'view:Project': 'See projects and their catalog',
  'manage:Project': 'Add, change and remove projects',
  'run:Query': 'Run metric queries',
  'view:Sql': 'See the SQL behind a query',
  'manage:Organization': 'See and change settings of this installation',
} as const;

export type Scope = keyof typeof SCOPES;
