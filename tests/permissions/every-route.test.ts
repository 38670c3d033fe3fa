import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { db } from '#lib/db/client.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import { ROLES } from '#lib/permissions/roles.ts';
import { ALL_SCOPES } from '#lib/permissions/scopes.ts';
import { ALLOWED, expected, type Need, type Target } from './model.ts';
import { allRoutes, call, type Route } from './routes.ts';
import { BRANCHES, ROWS } from './rows.ts';
import { appsFor, byToken, type Caller, fillSpaces, makeCaller, makeWorld, resetApp, spaceTargets, type World } from './world.ts';

/** The scope of the branch that a route lies in. */
const branchOf = ({ path }: Route) => Object.entries(BRANCHES).find(([prefix]) => path.startsWith(prefix))?.[1];
let routes: Route[];
let world: World;

beforeAll(async () => {
  [routes, world] = await Promise.all([allRoutes(), makeWorld()]);
  await fillSpaces(world);
});
afterAll(() => closeQueue());

const guarded = () => routes.filter(({ meta }) => meta.access !== 'public');

test('every route has a row that says what it takes, or lies in a branch and takes its scope', () => {
  const without = guarded().filter((route) => branchOf(route) === undefined && !(route.name in ROWS));
  expect(
    without.map(({ name }) => name),
    'add a row to tests/permissions/rows.ts',
  ).toEqual([]);
  const other = routes.filter((route) => branchOf(route) !== undefined && route.meta.access !== branchOf(route));
  expect(other.map(({ name }) => name)).toEqual([]);
  const names = new Set(routes.map(({ name }) => name));
  expect(Object.keys(ROWS).filter((name) => !names.has(name))).toEqual([]);
});

interface Tried {
  readonly ids: Readonly<Record<string, string>>;
  readonly about: Target | null;
  readonly label: string;
  readonly entries?: readonly unknown[];
  readonly reset?: () => Promise<void>;
}

const bodyOf = (route: Route, { entries }: Tried): unknown => {
  const body = ROWS[route.name]?.body;
  if (body === 'same') return { entries };
  if (route.name === 'POST /api/apps') return { projectId: world.projectId };
  return typeof body === 'function' ? body() : (body ?? undefined);
};

/** An allowed call is made when it only reads, or when its row says with what. */
const mayCall = (route: Route) => route.method === 'GET' || ROWS[route.name]?.body !== undefined;

async function tryOut(caller: Caller, route: Route, tried: Tried): Promise<string | null> {
  const need: Need = ROWS[route.name]?.need ?? 'door';
  const wanted = expected(route.meta.access, need, caller, tried.about);
  if (wanted === ALLOWED && !mayCall(route)) return null;
  const params = {
    projectId: world.projectId,
    tokenId: 'tok_none',
    userId: 'usr_none',
    groupId: 'grp_none',
    roleId: 'rol_none',
    ...tried.ids,
  };
  if (ROWS[route.name]?.deleted) await db().app.update({ where: { id: tried.ids.appId ?? '' }, data: { deletedAt: new Date() } });
  const { status, text } = await call(route, { params, headers: caller.headers, body: bodyOf(route, tried) });
  if (route.method !== 'GET') await tried.reset?.();
  const missing = branchOf(route) !== undefined && status === 404; // nobody has these ids; the door was passed
  const refused = [401, 403, 404].includes(status) && !missing;
  const right = wanted === ALLOWED ? !refused : status === wanted;
  return right ? null : `${route.name} (${tried.label}): ${status} in place of ${wanted}: ${text.slice(0, 160)}`;
}

/** Everything that this caller can ask about a route's subject. */
async function everyTry(caller: Caller, few: boolean): Promise<(route: Route) => readonly Tried[]> {
  const all = await appsFor(world, caller);
  const places = few ? all.filter(({ name }) => name.startsWith('own, p') || name.endsWith('to view')) : all;
  for (const place of places) await resetApp(place);
  const apps = places.map((place): Tried => ({ ids: place.ids, about: place, label: place.name, reset: () => resetApp(place) }));
  const spaces = spaceTargets(world).map((space): Tried => ({ ...space, about: space, label: `a space: ${space.name}` }));
  return ({ path }) => {
    if (/\{(appId|buildId)\}/.test(path)) return apps;
    if (path.includes('{spaceId}')) return spaces;
    return [{ ids: {}, about: null, label: 'no subject' }];
  };
}

async function everyAnswer(caller: Caller, few = false): Promise<string[]> {
  const triesOf = await everyTry(caller, few);
  const wrong: string[] = [];
  for (const route of guarded()) {
    if (route.path === '/api/admin/doctor' || route.path.endsWith('/test')) {
      if (caller.scopes.includes('manage:Organization')) continue; // really tries what it names; the door is what counts here
    }
    for (const tried of triesOf(route)) wrong.push(...[await tryOut(caller, route, tried)].filter((one) => one !== null));
  }
  return wrong;
}

const LONG = 300_000;

describe('every route answers as the scopes say', () => {
  test.each(Object.keys(ROLES))('for the role %s', { timeout: LONG }, async (role) => {
    expect(await everyAnswer(await makeCaller(role, world.groupId))).toEqual([]);
  });

  test.each(ALL_SCOPES)('for a custom role of nothing but %s', { timeout: LONG }, async (scope) => {
    expect(await everyAnswer(await makeCaller([scope], world.groupId), !scope.includes('DataApp'))).toEqual([]);
  });

  test.each([
    ['no scope', []],
    ['scopes that are not known', ['manage:Everything', 'view:DataApp@all', 'DataApp']],
  ])('for a custom role of %s', { timeout: LONG }, async (_what, scopes) => {
    const caller = await makeCaller(scopes, world.groupId);
    expect(await everyAnswer({ ...caller, scopes: [] }, true)).toEqual([]);
  });

  test.each([
    ['admin', ['view:DataApp@space', 'run:Query'], ['view:DataApp@space', 'run:Query']],
    ['admin', ['manage:DataApp@self', 'create:DataApp'], ['manage:DataApp@self', 'create:DataApp']],
    ['editor', ['manage:DataApp', 'manage:Organization'], ['manage:DataApp@space', 'manage:DataApp@self']],
    ['viewer', ['manage:Organization'], []],
  ])('for a token of a person with the role %s, made for %j', { timeout: LONG }, async (role, wanted, scopes) => {
    const caller = await byToken(await makeCaller(role, world.groupId), wanted);
    expect(await everyAnswer({ ...caller, scopes })).toEqual([]);
  });

  test('for a role that is gone', { timeout: LONG }, async () => {
    expect(await everyAnswer(await makeCaller('rol_gone', world.groupId), true)).toEqual([]);
  });
});
