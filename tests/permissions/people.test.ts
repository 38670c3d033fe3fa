import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '#lib/apps/change.ts';
import { actorOfUser } from '#lib/auth/get-actor.ts';
import { UsersQuery } from '#lib/contracts/admin-people.ts';
import { db } from '#lib/db/client.ts';
import { createUser, deleteUser, setAttributes, updateUser } from '#lib/people/change-user.ts';
import { changeMembers, createGroup, deleteGroup, listMembers, renameGroup } from '#lib/people/groups.ts';
import { createRole, deleteRole, listRoles, readRole, updateRole } from '#lib/people/roles.ts';
import { listUsers } from '#lib/people/users.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { makeActor, makeProject } from '../setup/records.ts';

const CONFLICT = { code: 'conflict' };
let admin: Actor;

beforeAll(async () => {
  admin = await makeActor('admin', 'Root');
});

const actionsOn = async (subjectId: string) =>
  (await db().auditEntry.findMany({ where: { subjectId }, orderBy: { seq: 'asc' }, select: { action: true } })).map(({ action }) => action);

describe('the last admin', () => {
  test('cannot be demoted, disabled or deleted, and nothing of the attempt stays', async () => {
    for (const work of [
      updateUser(admin, admin.userId, { role: 'editor', name: 'Changed' }),
      updateUser(admin, admin.userId, { disabled: true }),
      deleteUser(admin, admin.userId),
    ]) {
      await expect(work).rejects.toMatchObject(CONFLICT);
    }
    expect(await actorOfUser(admin.userId)).toMatchObject({ role: 'admin', name: 'Root' });
    expect(await actionsOn(admin.userId)).toEqual([]);
  });

  test('stays when two admins demote each other at once', async () => {
    const other = await makeActor('admin');
    const outcomes = await Promise.allSettled([
      updateUser(admin, other.userId, { role: 'editor' }),
      updateUser(other, admin.userId, { role: 'editor' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await db().user.update({ where: { id: admin.userId }, data: { role: 'admin' } });
  });
});

describe('a person', () => {
  test('is added, changed, disabled with their sessions, and every act has its line', async () => {
    const made = await createUser(admin, { email: 'New@Example.com', role: 'viewer' });
    expect(made).toMatchObject({ email: 'new@example.com', role: { id: 'viewer', name: 'Viewer' }, disabled: false });
    await expect(createUser(admin, { email: 'new@example.com', role: 'viewer' })).rejects.toMatchObject(CONFLICT);
    await expect(updateUser(admin, made.id, { role: 'rol_none' })).rejects.toMatchObject({ code: 'invalid_request' });
    await db().session.create({ data: { sessionToken: made.id, userId: made.id, expires: new Date(Date.now() + 60_000) } });
    await updateUser(admin, made.id, { name: 'Nia New', role: 'editor' });
    await setAttributes(admin, made.id, { region: ['EMEA', 'APAC'] });
    expect(await actorOfUser(made.id)).toMatchObject({ attributes: { region: ['EMEA', 'APAC'] } });
    await updateUser(admin, made.id, { disabled: true });
    expect(await actorOfUser(made.id)).toBeNull();
    expect(await db().session.count({ where: { userId: made.id } })).toBe(0);
    await updateUser(admin, made.id, { disabled: false });
    expect(await actionsOn(made.id)).toEqual([
      'user.created',
      'user.role_changed',
      'user.changed',
      'user.attributes_changed',
      'user.disabled',
      'user.enabled',
    ]);
  });

  test('who owns apps is deleted only when somebody gets them', async () => {
    const [owner, heir] = [await makeActor(), await makeActor()];
    const { id } = await createApp(owner, { projectId: await makeProject() });
    await expect(deleteUser(admin, owner.userId)).rejects.toMatchObject({ ...CONFLICT, details: { apps: 1 } });
    await expect(deleteUser(admin, owner.userId, owner.userId)).rejects.toMatchObject({ code: 'invalid_request' });
    await deleteUser(admin, owner.userId, heir.userId);
    expect(await db().app.findUnique({ where: { id } })).toMatchObject({ ownerId: heir.userId });
    expect(await actionsOn(owner.userId)).toEqual(['user.deleted']);
  });

  test('is found by words, role, group and state, in the order asked for, page by page', async () => {
    const group = await createGroup(admin, 'Searched');
    const names = ['Bea Search', 'Ana Search', 'Cy Search'];
    const people = await Promise.all(names.map((name) => makeActor('viewer', name)));
    await changeMembers(admin, group.id, { add: people.map(({ userId }) => userId), remove: [] });
    const search = async (given: Record<string, string>) => listUsers(UsersQuery.parse({ q: 'search', ...given }));
    expect((await search({ sort: 'name' })).items.map(({ name }) => name)).toEqual(['Ana Search', 'Bea Search', 'Cy Search']);
    const first = await search({ sort: '-name', limit: '2', group: group.id });
    expect(first.items.map(({ name }) => name)).toEqual(['Cy Search', 'Bea Search']);
    const rest = await search({ sort: '-name', limit: '2', group: group.id, cursor: first.nextCursor ?? '' });
    expect(rest).toMatchObject({ items: [{ name: 'Ana Search', groups: [{ name: 'Searched' }] }], nextCursor: null });
    expect((await search({ role: 'editor' })).items).toEqual([]);
    expect((await search({ state: 'disabled' })).items).toEqual([]);
  });
});

describe('a group', () => {
  test('has people, a name that is its own, and an end; every act has its line', async () => {
    const person = await makeActor('viewer', 'Gil Group');
    const group = await createGroup(admin, 'Finance');
    await expect(createGroup(admin, 'Finance')).rejects.toMatchObject(CONFLICT);
    expect(await changeMembers(admin, group.id, { add: [person.userId, person.userId], remove: [] })).toMatchObject({ members: 1 });
    await expect(changeMembers(admin, group.id, { add: ['usr_none'], remove: [] })).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await actorOfUser(person.userId))?.groupIds).toEqual([group.id]);
    expect((await listMembers(group.id, { limit: 10 })).items).toMatchObject([{ name: 'Gil Group', disabled: false }]);
    await renameGroup(admin, group.id, 'Money');
    await deleteGroup(admin, group.id);
    expect((await actorOfUser(person.userId))?.groupIds).toEqual([]);
    expect(await actionsOn(group.id)).toEqual(['group.created', 'group.members_changed', 'group.changed', 'group.deleted']);
  });

  test('that an identity provider looks after is not changed here', async () => {
    await db().group.create({ data: { id: 'grp_idp', name: 'From the provider', source: 'scim' } });
    await expect(renameGroup(admin, 'grp_idp', 'Mine')).rejects.toMatchObject(CONFLICT);
    await expect(changeMembers(admin, 'grp_idp', { add: [admin.userId], remove: [] })).rejects.toMatchObject(CONFLICT);
  });
});

describe('a role', () => {
  test("of one's own is exactly the scopes given, changes for everybody who has it, and stays while somebody has it", async () => {
    const role = await createRole(admin, { name: 'Looker', scopes: ['view:DataApp@space'] });
    const { id } = await createUser(admin, { email: 'looker@example.com', role: role.id });
    expect([...((await actorOfUser(id))?.scopes ?? [])]).toEqual(['view:DataApp@space']);
    await updateRole(admin, role.id, { scopes: ['manage:DataApp'] });
    expect((await actorOfUser(id))?.scopes).toEqual(new Set(['manage:DataApp', 'manage:DataApp@space', 'manage:DataApp@self']));
    await expect(deleteRole(admin, role.id)).rejects.toMatchObject({ ...CONFLICT, details: { people: 1 } });
    await updateUser(admin, id, { role: 'viewer' });
    await deleteRole(admin, role.id);
    await expect(readRole(role.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await actionsOn(role.id)).toEqual(['role.created', 'role.changed', 'role.deleted']);
  });

  test('of the system is read-only, and its name is taken', async () => {
    await expect(updateRole(admin, 'viewer', { scopes: [] })).rejects.toMatchObject(CONFLICT);
    await expect(deleteRole(admin, 'admin')).rejects.toMatchObject(CONFLICT);
    await expect(createRole(admin, { name: 'editor', scopes: [] })).rejects.toMatchObject(CONFLICT);
    await expect(createRole(admin, { name: 'Wild', scopes: ['manage:Everything'] })).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await listRoles()).items.filter(({ system }) => system).map(({ id }) => id)).toEqual([
      'viewer',
      'interactive_viewer',
      'editor',
      'developer',
      'admin',
    ]);
  });
});
