import { db } from '#lib/db/client.ts';
import { ROLES } from './roles.ts';
import { grantedBy, type Scope } from './scopes.ts';

/** A role by what it is called and what it grants. */
export interface RoleFacts {
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** Every role by what a person's row calls it: system roles by name, custom ones by id. */
export async function loadRoles(): Promise<ReadonlyMap<string, RoleFacts>> {
  const custom = await db().customRole.findMany({ select: { id: true, name: true, scopes: true } });
  return new Map([
    ...Object.entries(ROLES).map(([id, { label, scopes }]) => [id, { name: label, scopes: grantedBy(scopes) }] as const),
    ...custom.map(({ id, name, scopes }) => [id, { name, scopes: grantedBy(scopes) }] as const),
  ]);
}
