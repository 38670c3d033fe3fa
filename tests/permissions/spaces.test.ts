import { beforeAll, describe, expect, test } from 'vitest';
import { readAppAccess } from '#lib/apps/access.ts';
import { findApp, listApps } from '#lib/apps/apps.ts';
import { createApp, updateApp } from '#lib/apps/change.ts';
import { publishVersion } from '#lib/apps/versions.ts';
import { actorOfUser } from '#lib/auth/get-actor.ts';
import { SPACE_LEVELS } from '#lib/contracts/space-level.ts';
import { db } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { canManageApp } from '#lib/permissions/can.ts';
import { ROLES } from '#lib/permissions/roles.ts';
import { ALL_SCOPES } from '#lib/permissions/scopes.ts';
import { levelsIn, withSpaceLevels } from '#lib/permissions/space-levels.ts';
import { manageableAppsSql, visibleApps, visibleAppsSql } from '#lib/permissions/visible.ts';
import { readSpaceAccess, setSpaceAccess } from '#lib/spaces/access.ts';
import { createSpace, deleteSpace, updateSpace } from '#lib/spaces/change.ts';
import { findSpace, listSpaces } from '#lib/spaces/spaces.ts';
import { makeActor, makeProject, makeVersion } from '../setup/records.ts';

const PAGE = { limit: 200 };
const NOT_FOUND = { code: 'not_found' };
const FORBIDDEN = { code: 'forbidden' };
let admin: Actor;
let projectId: string;

beforeAll(async () => {
  [admin, projectId] = await Promise.all([makeActor('admin'), makeProject()]);
});

/** The person as they are now: groups and role are read when an actor is made. */
async function again({ userId }: Actor): Promise<Actor> {
  const actor = await actorOfUser(userId);
  if (!actor) throw new Error('the person is there');
  return actor;
}

async function publishedIn(spaceId: string | null): Promise<string> {
  const owner = await makeActor();
  const id = newId('app');
  await db().app.create({ data: { id, projectId, ownerId: owner.userId, name: 'App', spaceId } });
  await makeVersion(id, 1, owner);
  await publishVersion(admin, id, 1);
  return id;
}

const space = (name: string, parentId: string | null = null, inherits = true) => createSpace(admin, { name, parentId, inherits });
const give = (spaceId: string, kind: 'user' | 'group', id: string, level: 'view' | 'edit' | 'manage') =>
  setSpaceAccess(admin, spaceId, { entries: [{ kind, id, level }] });

async function groupOf(...members: Actor[]): Promise<string> {
  const id = newId('grp');
  await db().group.create({ data: { id, name: id, members: { create: members.map(({ userId }) => ({ userId })) } } });
  return id;
}

describe('who may view a space', () => {
  test('everybody, at the top, when it inherits; nobody who is not listed, when it is restricted', async () => {
    const viewer = await makeActor('viewer');
    const [open, closed] = [await space('Open'), await space('Closed', null, false)];
    await expect(findApp(viewer, await publishedIn(open.id))).resolves.toBeTruthy();
    const hidden = await publishedIn(closed.id);
    await expect(findApp(viewer, hidden)).rejects.toMatchObject(NOT_FOUND);
    await expect(findSpace(viewer, closed.id)).rejects.toMatchObject(NOT_FOUND);
    await give(closed.id, 'user', viewer.userId, 'view');
    await expect(findApp(viewer, hidden)).resolves.toBeTruthy();
  });

  test('those of the space above, as long as every space between inherits', async () => {
    const viewer = await makeActor('viewer');
    const top = await space('Top', null, false);
    const middle = await space('Middle', top.id);
    const low = await space('Low', middle.id);
    const app = await publishedIn(low.id);
    await give(top.id, 'group', await groupOf(viewer), 'view');
    const inGroup = await again(viewer);
    await expect(findApp(inGroup, app)).resolves.toBeTruthy();
    await updateSpace(admin, middle.id, { inherits: false });
    await expect(findApp(inGroup, app)).rejects.toMatchObject(NOT_FOUND);
    await updateSpace(admin, middle.id, { inherits: true });
    await expect(findApp(inGroup, app)).resolves.toBeTruthy();
    await updateSpace(admin, low.id, { parentId: (await space('Elsewhere', null, false)).id });
    await expect(findApp(inGroup, app)).rejects.toMatchObject(NOT_FOUND);
  });

  test('a person who leaves the group may not any more', async () => {
    const viewer = await makeActor('viewer');
    const closed = await space('Group only', null, false);
    const groupId = await groupOf(viewer);
    await give(closed.id, 'group', groupId, 'view');
    const app = await publishedIn(closed.id);
    await expect(findApp(await again(viewer), app)).resolves.toBeTruthy();
    await db().groupMember.deleteMany({ where: { groupId } });
    await expect(findApp(await again(viewer), app)).rejects.toMatchObject(NOT_FOUND);
  });

  test('a plain viewer can open exactly the published apps of those spaces', async () => {
    const viewer = await makeActor('viewer');
    const [listed, other] = [await space('Listed', null, false), await space('Other', null, false)];
    await give(listed.id, 'user', viewer.userId, 'view');
    const open = await space('For all');
    const expected = [await publishedIn(listed.id), await publishedIn(open.id)];
    await publishedIn(other.id);
    await publishedIn(null);
    const draft = await createApp(admin, { projectId, spaceId: listed.id });
    const seen = (await listApps(viewer, PAGE)).items.map(({ id }) => id);
    expect(seen).toEqual(expect.arrayContaining(expected));
    expect(seen).not.toContain(draft.id);
    for (const spaceId of [listed.id, open.id]) {
      expect((await listApps(viewer, { ...PAGE, spaceId })).items).toHaveLength(1);
    }
    expect((await listApps(viewer, { ...PAGE, spaceId: other.id })).items).toEqual([]);
  });
});

describe('what the levels allow an editor', () => {
  const rows = [
    ['view', false, false],
    ['edit', true, false],
    ['manage', true, true],
  ] as const;
  test.each(rows)('%s: apps %s, the space itself %s', async (level, apps, itself) => {
    const editor = await makeActor('editor');
    const closed = await space('Levels', null, false);
    await give(closed.id, 'user', editor.userId, level);
    const app = await publishedIn(closed.id);
    const outcome = (allowed: boolean, work: Promise<unknown>) =>
      allowed ? expect(work).resolves.toBeTruthy() : expect(work).rejects.toMatchObject(FORBIDDEN);
    await outcome(apps, createApp(editor, { projectId, spaceId: closed.id }));
    await outcome(apps, updateApp(editor, app, { description: 'x' }));
    await outcome(itself, updateSpace(editor, closed.id, { description: 'x' }));
    await outcome(itself, readSpaceAccess(editor, closed.id));
    await outcome(itself, createSpace(editor, { name: 'Inside', parentId: closed.id, inherits: true }));
  });

  test('moving an app takes edit access on both sides, and only its owner makes it personal', async () => {
    const editor = await makeActor('editor');
    const [from, to] = [await space('From', null, false), await space('To', null, false)];
    const theirs = await publishedIn(from.id);
    await give(from.id, 'user', editor.userId, 'edit');
    await expect(updateApp(editor, theirs, { spaceId: to.id })).rejects.toMatchObject(NOT_FOUND);
    await give(to.id, 'user', editor.userId, 'view');
    await expect(updateApp(editor, theirs, { spaceId: to.id })).rejects.toMatchObject(FORBIDDEN);
    await expect(updateApp(editor, theirs, { spaceId: null })).rejects.toMatchObject(FORBIDDEN);
    await give(to.id, 'user', editor.userId, 'edit');
    await expect(updateApp(editor, theirs, { spaceId: to.id })).resolves.toMatchObject({ spaceId: to.id });
    const mine = await createApp(editor, { projectId, spaceId: from.id });
    await give(from.id, 'user', editor.userId, 'view');
    await expect(updateApp(editor, mine.id, { spaceId: null })).rejects.toMatchObject(FORBIDDEN);
    await give(from.id, 'user', editor.userId, 'edit');
    await expect(updateApp(editor, mine.id, { spaceId: null })).resolves.toMatchObject({ spaceId: null });
  });
});

describe('the tree of spaces', () => {
  test('has no circles, also when two moves happen at once', async () => {
    const [a, b] = [await space('A'), await space('B')];
    await expect(updateSpace(admin, a.id, { parentId: a.id })).rejects.toMatchObject({ code: 'conflict' });
    const moves = await Promise.allSettled([updateSpace(admin, a.id, { parentId: b.id }), updateSpace(admin, b.id, { parentId: a.id })]);
    expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(moves.find((move) => move.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
  });

  test('shows a space without its parent to those who may not see the parent', async () => {
    const viewer = await makeActor('viewer');
    const hidden = await space('Hidden parent', null, false);
    const shown = await space('Shown child', hidden.id);
    await give(shown.id, 'user', viewer.userId, 'view');
    const listed = (await listSpaces(viewer, { limit: 1000 })).items;
    expect(listed.find(({ id }) => id === shown.id)).toMatchObject({ parentId: null, can: { addApps: false, manage: false } });
    expect(listed.some(({ id }) => id === hidden.id)).toBe(false);
  });

  test('a space that holds something is deleted only when it is said where that goes', async () => {
    const parent = await space('Parent', null, false);
    const child = await space('Child', parent.id);
    const grandchild = await space('Grandchild', child.id);
    const app = await publishedIn(child.id);
    await expect(deleteSpace(admin, child.id, { contents: 'refuse' })).rejects.toMatchObject({
      code: 'conflict',
      details: { apps: 1, spaces: 1 },
    });
    await deleteSpace(admin, child.id, { contents: 'move-to-parent' });
    expect(await findApp(admin, app)).toMatchObject({ spaceId: parent.id });
    expect(await findSpace(admin, grandchild.id)).toMatchObject({ parentId: parent.id });
    await expect(findSpace(admin, child.id)).rejects.toMatchObject(NOT_FOUND);
    await expect(deleteSpace(admin, parent.id, { contents: 'move-to-parent' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('every act leaves its line in the audit log', async () => {
    const made = await space('Audited');
    await updateSpace(admin, made.id, { name: 'Audited twice' });
    await give(made.id, 'user', admin.userId, 'manage');
    await deleteSpace(admin, made.id, { contents: 'refuse' });
    const lines = await db().auditEntry.findMany({ where: { subjectId: made.id }, orderBy: { seq: 'asc' }, select: { action: true } });
    expect(lines.map(({ action }) => action)).toEqual(['space.created', 'space.changed', 'space.access_changed', 'space.deleted']);
  });
});

/** A world of random spaces, lists, groups, roles and apps: whatever comes out, all ways to say who sees what agree. */
test('where-builder, SQL, single checks and the explanation agree in a world made at random', async () => {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T;
  const custom = await Promise.all(
    Array.from({ length: 6 }, () => {
      const id = newId('rol');
      return db().customRole.create({ data: { id, name: id, scopes: ALL_SCOPES.filter(() => Math.random() < 0.3) } });
    }),
  );
  const roles = [...Object.keys(ROLES), ...custom.map(({ id }) => id)];
  const people = await Promise.all(Array.from({ length: 14 }, () => makeActor(pick(roles))));
  const groups = await Promise.all([1, 2, 3].map(() => groupOf(...people.filter(() => Math.random() < 0.4))));
  const spaces: string[] = [];
  for (let n = 0; n < 10; n++) {
    const made = await space(`R${n}`, Math.random() < 0.3 || n === 0 ? null : pick(spaces), Math.random() < 0.6);
    spaces.push(made.id);
    const entries = [
      { kind: 'user' as const, id: pick(people).userId, level: pick(SPACE_LEVELS) },
      { kind: 'group' as const, id: pick(groups), level: pick(SPACE_LEVELS) },
    ].filter(() => Math.random() < 0.6);
    await setSpaceAccess(admin, made.id, { entries });
  }
  const apps: string[] = [];
  for (let n = 0; n < 20; n++) {
    const id = newId('app');
    const data = { id, projectId, name: id, ownerId: pick(people).userId, spaceId: pick([null, ...spaces]) };
    await db().app.create({ data: { ...data, publishedVersion: pick([null, 1]), deletedAt: Math.random() < 0.1 ? new Date() : null } });
    apps.push(id);
  }
  const rows = await db().app.findMany({ where: { id: { in: apps }, deletedAt: null } });
  for (const person of people) {
    const actor = await again(person);
    const where = { AND: [visibleApps(actor), { id: { in: apps } }] };
    const built = (await db().app.findMany({ where, select: { id: true } })).map(({ id }) => id).sort();
    const written = await db().$queryRaw<{ id: string; changes: boolean }[]>`
      SELECT "id", ${manageableAppsSql(actor)} AS "changes" FROM "App" app WHERE ${visibleAppsSql(actor)} AND "id" = ANY(${apps})`;
    expect(written.map(({ id }) => id).sort()).toEqual(built);
    const judged = await withSpaceLevels(actor, rows);
    const changes = judged.filter((app) => canManageApp(actor, app)).map(({ id }) => id);
    expect(
      written
        .filter((row) => row.changes)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(changes.sort());
    const told = await Promise.all(
      rows.map(async ({ id }) => [id, (await readAppAccess(admin, id, PAGE)).items.find((one) => one.person.id === actor.userId)] as const),
    );
    expect(told.flatMap(([id, one]) => (one ? [id] : [])).sort()).toEqual(built);
    expect(told.flatMap(([id, one]) => (one?.may === 'change' ? [id] : [])).sort()).toEqual(changes);
    for (const [, one] of told) if (one) expect(one.why.length).toBeGreaterThan(0);
  }
  expect((await levelsIn(admin, [null]))(null)).toBeNull();
});
