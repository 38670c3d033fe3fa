import { audit } from '#lib/audit/audit.ts';
import { forgetActors } from '#lib/auth/remembered.ts';
import type { AdminRole, CreateRole, ScopeLine, UpdateRole } from '#lib/contracts/admin-people.ts';
import { db, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { isSystemRole, ROLES } from '#lib/permissions/roles.ts';
import { ALL_SCOPES, grantedBy, isScope, SCOPES } from '#lib/permissions/scopes.ts';

/** Every role, system roles first, and every scope that a role can have. */
export async function listRoles(): Promise<{ items: AdminRole[]; scopes: ScopeLine[]; nextCursor: null }> {
  const [custom, counts] = await Promise.all([db().customRole.findMany({ orderBy: { name: 'asc' } }), countPeople()]);
  const system = Object.entries(ROLES).map(([id, { label, description, scopes }]) => ({
    id,
    name: label,
    description,
    system: true,
    scopes: [...grantedBy(scopes)],
    people: counts.get(id) ?? 0,
  }));
  const own = custom.map(({ id, name, description, scopes }) => ({
    id,
    name,
    description,
    system: false,
    scopes: [...grantedBy(scopes)],
    people: counts.get(id) ?? 0,
  }));
  return { items: [...system, ...own], scopes: ALL_SCOPES.map((id) => ({ id, ...SCOPES[id] })), nextCursor: null };
}

async function countPeople(): Promise<Map<string, number>> {
  const rows = await db().user.groupBy({ by: ['role'], _count: { _all: true } });
  return new Map(rows.map(({ role, _count }) => [role, _count._all]));
}

export async function readRole(roleId: string): Promise<AdminRole> {
  const role = (await listRoles()).items.find(({ id }) => id === roleId);
  if (!role) throw noSuchRole();
  return role;
}

export async function createRole(actor: Actor, { name, description, scopes }: CreateRole): Promise<AdminRole> {
  const id = newId('rol');
  requireScopes(scopes);
  await db().$transaction(async (tx) => {
    await requireFreeName(tx, name, id);
    await tx.customRole.create({ data: { id, name, description: description ?? null, scopes } });
    await audit(actor, { action: 'role.created', subject: { kind: 'role', id, name }, details: { scopes } }, tx);
  });
  return readRole(id);
}

/** Changes a custom role: everybody who has it has the new scopes within a second. */
export async function updateRole(actor: Actor, roleId: string, { name, description, scopes }: UpdateRole): Promise<AdminRole> {
  if (scopes) requireScopes(scopes);
  await db().$transaction(async (tx) => {
    const before = await findCustom(tx, roleId);
    if (name !== undefined) await requireFreeName(tx, name, roleId);
    const data = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(scopes ? { scopes } : {}),
    };
    await tx.customRole.update({ where: { id: roleId }, data });
    const details = scopes
      ? { given: scopes.filter((scope) => !before.scopes.includes(scope)), taken: before.scopes.filter((scope) => !scopes.includes(scope)) }
      : { nameBefore: before.name };
    await audit(actor, { action: 'role.changed', subject: { kind: 'role', id: roleId, name: name ?? before.name }, details }, tx);
  });
  forgetActors();
  return readRole(roleId);
}

/** Deletes a custom role that nobody has. */
export async function deleteRole(actor: Actor, roleId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { name } = await findCustom(tx, roleId);
    const people = await tx.user.count({ where: { role: roleId } });
    if (people > 0) {
      throw new AppError('conflict', `${people === 1 ? 'Somebody has' : `${people} people have`} this role. Give them another one first.`, {
        details: { people },
      });
    }
    await tx.customRole.delete({ where: { id: roleId } });
    await audit(actor, { action: 'role.deleted', subject: { kind: 'role', id: roleId, name } }, tx);
  });
}

/** Locked: nobody gets a role while it is changed or deleted. */
async function findCustom(tx: Tx, roleId: string): Promise<{ name: string; scopes: string[] }> {
  if (isSystemRole(roleId))
    throw new AppError('conflict', 'The roles that come with Glassworks cannot be changed. Make a role of your own.');
  await tx.$executeRaw`SELECT 1 FROM "CustomRole" WHERE "id" = ${roleId} FOR UPDATE`;
  const row = await tx.customRole.findUnique({ where: { id: roleId } });
  if (!row) throw noSuchRole();
  return row;
}

async function requireFreeName(tx: Tx, name: string, roleId: string): Promise<void> {
  const taken = await tx.customRole.findFirst({ where: { name, NOT: { id: roleId } } });
  const system = Object.values(ROLES).some(({ label }) => label.toLowerCase() === name.toLowerCase());
  if (taken || system) throw new AppError('conflict', `There is a role called “${name}” already. Choose another name.`);
}

function requireScopes(scopes: readonly string[]): void {
  const unknown = scopes.find((scope) => !isScope(scope));
  if (unknown !== undefined) throw new AppError('invalid_request', `There is no scope "${unknown}". GET /api/admin/roles lists them.`);
}

const noSuchRole = () => new AppError('not_found', 'There is no such role. It may have been deleted.');
