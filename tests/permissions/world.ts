import { buffer } from 'node:stream/consumers';
import { writeArchive } from '#lib/apps/archive.ts';
import { createToken } from '#lib/auth/api-tokens.ts';
import { sessionCookie } from '#lib/auth/session-cookie.ts';
import { newSessionToken, openSession } from '#lib/auth/sessions.ts';
import type { SpaceLevel } from '#lib/contracts/space-level.ts';
import { db } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { isSystemRole, ROLES } from '#lib/permissions/roles.ts';
import { screenshotKey } from '#lib/storage/keys.ts';
import { store } from '#lib/storage/store.ts';
import { makeActor, makeProject, makeVersion } from '../setup/records.ts';
import type { Asker, Target } from './model.ts';

export interface Caller extends Asker {
  readonly userId: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Place extends Target {
  readonly name: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly ownerId: string;
  readonly spaceId: string | null;
}

export interface World {
  readonly projectId: string;
  /** Everybody who asks is in it. */
  readonly groupId: string;
  readonly spaces: Readonly<Record<'manage' | 'edit' | 'open' | 'other', string>>;
  readonly stranger: Caller;
}

const LEVELS: Readonly<Record<keyof World['spaces'], SpaceLevel | null>> = { manage: 'manage', edit: 'edit', open: 'view', other: null };

export async function makeWorld(): Promise<World> {
  const projectId = await makeProject();
  const groupId = newId('grp');
  await db().group.create({ data: { id: groupId, name: 'Askers' } });
  const entries = await Promise.all(
    (Object.keys(LEVELS) as (keyof typeof LEVELS)[]).map(async (name) => {
      const id = newId('spc');
      await db().space.create({ data: { id, name, inherits: name === 'open' } });
      const level = LEVELS[name];
      if (level !== null && name !== 'open') await db().spaceAccess.create({ data: { id: newId('acc'), spaceId: id, groupId, level } });
      return [name, id] as const;
    }),
  );
  const stranger = await makeCaller('editor', null);
  return { projectId, groupId, spaces: Object.fromEntries(entries) as World['spaces'], stranger };
}

/** Somebody with a role, or a custom role of these scopes, who is signed in. */
export async function makeCaller(role: string | readonly string[], groupId: string | null): Promise<Caller> {
  const custom = typeof role === 'string' ? null : newId('rol');
  if (custom !== null) await db().customRole.create({ data: { id: custom, name: custom, scopes: [...role] } });
  const name = custom ?? String(role);
  const { userId } = await makeActor(name);
  if (groupId !== null) await db().groupMember.create({ data: { groupId, userId } });
  const session = newSessionToken();
  await openSession({ token: session, userId, expires: new Date(Date.now() + 3_600_000), way: 'password', userAgent: null });
  const scopes = typeof role !== 'string' ? role : isSystemRole(role) ? ROLES[role].scopes : [];
  return { userId, scopes, headers: { cookie: `${sessionCookie().name}=${session}` } };
}

/** The same person by a token that was made for these scopes only. */
export async function byToken(person: Caller, scopes: readonly string[]): Promise<Caller> {
  const { token } = await createToken(person.userId, { name: 'narrow', scopes: [...scopes] });
  return { ...person, headers: { authorization: `Bearer ${token}` } };
}

/** One app each way it can lie for somebody: one's own or a stranger's, personal or in a space of every level. */
export async function appsFor(world: World, { userId }: Caller): Promise<Place[]> {
  const ways: [string, boolean, keyof World['spaces'] | null][] = [
    ['own, personal', true, null],
    ['own, in a space that is closed by now', true, 'other'],
    ["a stranger's, in a space to edit", false, 'edit'],
    ["a stranger's, in a space to view", false, 'open'],
    ["a stranger's, in a closed space", false, 'other'],
    ["a stranger's, personal", false, null],
  ];
  return Promise.all(
    ways.map(async ([name, own, at]) => {
      const ownerId = own ? userId : world.stranger.userId;
      const spaceId = at === null ? null : world.spaces[at];
      const { appId, buildId } = await makeBuiltApp(world, ownerId, spaceId);
      const ids = { appId, buildId, number: '1', path: 'src/App.tsx' };
      return { name, own, ids, ownerId, spaceId, inSpace: at !== null, published: true, level: at === null ? null : LEVELS[at] };
    }),
  );
}

async function makeBuiltApp({ projectId }: World, ownerId: string, spaceId: string | null) {
  const [appId, buildId] = [newId('app'), newId('bld')];
  await db().app.create({ data: { id: appId, projectId, ownerId, name: 'Test app', named: true, spaceId } });
  await makeVersion(appId, 1, { userId: ownerId });
  const where = { appId_number: { appId, number: 1 } };
  await db().version.update({ where, data: { evidence: { checks: [{ name: 'opened', status: 'passed' }] } } });
  await db().app.update({ where: { id: appId }, data: { publishedVersion: 1 } });
  const finished = { status: 'succeeded', finishedAt: new Date() };
  await db().build.create({ data: { id: buildId, appId, requestedById: ownerId, clientKey: 'k', prompt: 'x', model: 'm', ...finished } });
  await store().put(screenshotKey(appId, 'b1'), 'picture');
  await store().put(`apps/${appId}/builds/b1/source.tar.gz`, await buffer(writeArchive(new Map([['src/App.tsx', Buffer.from('x')]]))));
  return { appId, buildId };
}

/** Puts an app back as it was; a prompt waits in it, so that there is one to send. */
export async function resetApp({ ids: { appId = '' }, ownerId, spaceId }: Place): Promise<void> {
  await db().build.updateMany({ where: { appId }, data: { status: 'succeeded', finishedAt: new Date() } });
  await db().app.update({ where: { id: appId }, data: { deletedAt: null, publishedVersion: 1, spaceId, ownerId } });
  const waiting = { requestedById: ownerId, clientKey: newId('req'), prompt: 'Next' };
  await db().followUp.upsert({ where: { appId }, create: { appId, ...waiting }, update: waiting });
}

/** The spaces as what is asked for. */
export const spaceTargets = ({ spaces, groupId }: World) =>
  (Object.keys(LEVELS) as (keyof typeof LEVELS)[]).map((name) => ({
    name,
    ids: { spaceId: spaces[name] },
    own: false,
    inSpace: true,
    published: false,
    level: LEVELS[name],
    entries: LEVELS[name] === null || name === 'open' ? [] : [{ kind: 'group', id: groupId, level: LEVELS[name] }],
  }));

/** Every space holds something: none can be deleted by an allowed call. */
export async function fillSpaces({ projectId, spaces, stranger }: World): Promise<void> {
  for (const spaceId of Object.values(spaces)) {
    await db().app.create({ data: { id: newId('app'), projectId, ownerId: stranger.userId, name: 'Holds', spaceId } });
  }
}
