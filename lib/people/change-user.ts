import { audit } from '#lib/audit/audit.ts';
import { forgetActors } from '#lib/auth/remembered.ts';
import type { AdminUser, CreateUser, UpdateUser } from '#lib/contracts/admin-people.ts';
import type { Attributes } from '#lib/contracts/attributes.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { isSystemRole } from '#lib/permissions/roles.ts';
import { keepAnAdmin } from './last-admin.ts';
import { noSuchUser, readUser } from './users.ts';

type User = Prisma.UserGetPayload<{ omit: { passwordHash: true } }>;

/** Adds a person, who has no way to sign in yet: a link, a password or the company's sign-in comes after. */
export async function createUser(actor: Actor, { email, name, role }: CreateUser): Promise<AdminUser> {
  const id = newId('usr');
  const address = email.toLowerCase();
  await db().$transaction(async (tx) => {
    await requireRole(tx, role);
    const { count } = await tx.user.createMany({ data: [{ id, email: address, name: name ?? null, role }], skipDuplicates: true });
    if (count === 0) throw new AppError('conflict', `There is somebody with the address ${address} already.`);
    await audit(actor, { action: 'user.created', subject: { kind: 'user', id, name: address }, details: { role } }, tx);
  });
  return readUser(id);
}

/** Changes name and role, disables or enables. Who is disabled is signed out everywhere; their tokens rest. */
export async function updateUser(actor: Actor, userId: string, change: UpdateUser): Promise<AdminUser> {
  await db().$transaction(async (tx) => {
    const checkAdmins = await keepAnAdmin(tx);
    const before = await tx.user.findUnique({ where: { id: userId } });
    if (!before) throw noSuchUser();
    const acts = actsOf(before, change);
    if (acts.some(({ action }) => action === 'user.role_changed')) await requireRole(tx, change.role ?? '');
    const { disabled, ...data } = change;
    const disabledAt = disabled ? (before.disabledAt ?? new Date()) : null;
    await tx.user.update({ where: { id: userId }, data: { ...data, ...(disabled === undefined ? {} : { disabledAt }) } });
    if (disabled) await tx.session.deleteMany({ where: { userId } });
    await checkAdmins();
    const subject = { kind: 'user', id: userId, name: before.email } as const;
    for (const { action, details } of acts) await audit(actor, { action, subject, details }, tx);
  });
  forgetActors();
  return readUser(userId);
}

interface Act {
  readonly action: 'user.role_changed' | 'user.changed' | 'user.disabled' | 'user.enabled';
  readonly details: Prisma.InputJsonObject;
}

/** What a change really changes. */
function actsOf(before: Pick<User, 'name' | 'role' | 'disabledAt'>, { name, role, disabled }: UpdateUser): Act[] {
  const acts: Act[] = [];
  if (role !== undefined && role !== before.role) acts.push({ action: 'user.role_changed', details: { from: before.role, to: role } });
  if (name !== undefined && name !== before.name) acts.push({ action: 'user.changed', details: { nameBefore: before.name, name } });
  const was = before.disabledAt !== null;
  if (disabled !== undefined && disabled !== was) acts.push({ action: disabled ? 'user.disabled' : 'user.enabled', details: {} });
  return acts;
}

/** Puts these attributes in place of those before: what row filters see. */
export async function setAttributes(actor: Actor, userId: string, attributes: Attributes): Promise<AdminUser> {
  await db().$transaction(async (tx) => {
    const before = await tx.user.findUnique({ where: { id: userId }, select: { email: true, attributes: true } });
    if (!before) throw noSuchUser();
    await tx.user.update({ where: { id: userId }, data: { attributes } });
    const subject = { kind: 'user', id: userId, name: before.email } as const;
    await audit(actor, { action: 'user.attributes_changed', subject, details: { from: before.attributes ?? {}, to: attributes } }, tx);
  });
  forgetActors();
  return readUser(userId);
}

/**
 * Deletes a person with their sessions, tokens and access. What they made stays: their apps go to somebody else.
 * @throws AppError `conflict` when they own apps and nobody is named who gets them
 */
export async function deleteUser(actor: Actor, userId: string, appsTo?: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const checkAdmins = await keepAnAdmin(tx);
    const before = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
    if (!before) throw noSuchUser();
    const moved = await giveAppsAway(tx, userId, appsTo);
    await tx.user.delete({ where: { id: userId } });
    await checkAdmins();
    const details = moved === 0 ? {} : { apps: moved, appsTo: appsTo ?? null };
    await audit(actor, { action: 'user.deleted', subject: { kind: 'user', id: userId, name: before.email }, details }, tx);
  });
  forgetActors();
}

async function giveAppsAway(tx: Tx, from: string, to: string | undefined): Promise<number> {
  const apps = await tx.app.count({ where: { ownerId: from } });
  if (apps === 0) return 0;
  if (to === undefined) {
    const many = apps === 1 ? '1 app' : `${apps} apps`;
    throw new AppError('conflict', `They own ${many}. Say who gets them (appsTo), or disable this person instead.`, { details: { apps } });
  }
  const heir = await tx.user.findFirst({ where: { id: to, disabledAt: null, NOT: { id: from } }, select: { id: true } });
  if (!heir) throw new AppError('invalid_request', 'Whoever gets the apps must be another person who is not disabled.');
  await tx.app.updateMany({ where: { ownerId: from }, data: { ownerId: heir.id } });
  return apps;
}

/** @throws AppError `invalid_request` unless it is a system role or the id of a custom one */
async function requireRole(tx: Tx, role: string): Promise<void> {
  if (isSystemRole(role)) return;
  // Locked, so that a role is not deleted while somebody gets it.
  const [found] = await tx.$queryRaw<{ id: string }[]>`SELECT "id" FROM "CustomRole" WHERE "id" = ${role} FOR SHARE`;
  if (!found) throw new AppError('invalid_request', 'There is no such role. It may have been deleted.');
}
