import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { previewAddress } from '#lib/apps/preview-address.ts';
import { createToken } from '#lib/auth/api-tokens.ts';
import { actorOfUser } from '#lib/auth/get-actor.ts';
import { sessionCookie } from '#lib/auth/session-cookie.ts';
import { newSecret } from '#lib/auth/token-hash.ts';
import { db } from '#lib/db/client.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import { verifyPreviewToken } from '#lib/preview/token.ts';
import { allRoutes, call, type Route } from './routes.ts';
import { appsFor, type Caller, makeCaller, makeWorld, type World } from './world.ts';

let routes: Route[];
let world: World;
let ada: Caller;

beforeAll(async () => {
  [routes, world] = await Promise.all([allRoutes(), makeWorld()]);
  ada = await makeCaller('editor', null);
});
afterAll(() => closeQueue());

test("for user B, everything that has an id and is user A's does not exist", { timeout: 120_000 }, async () => {
  const [personal, closed] = await appsFor(world, ada);
  const bob = await makeCaller('developer', null);
  const { id: tokenId } = await createToken(ada.userId, { name: 'hers' });
  const { id: sessionId } = await db().session.findFirstOrThrow({ where: { userId: ada.userId } });
  const about = routes.filter(({ path }) => /\{(appId|buildId|tokenId|sessionId|spaceId)\}/.test(path) && !path.startsWith('/api/admin'));
  expect(about.length).toBeGreaterThan(30);
  const wrong: string[] = [];
  for (const place of [personal, closed]) {
    const params = { ...place?.ids, tokenId, sessionId, spaceId: world.spaces.other };
    for (const route of about) {
      const { status } = await call(route, { params, headers: bob.headers, body: bodies(route) });
      if (status !== 404) wrong.push(`${route.name}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await db().apiToken.count({ where: { id: tokenId } })).toBe(1);
  expect(await db().session.count({ where: { id: sessionId } })).toBe(1);
});

/** What each route would take, so that it is the id that it stumbles over. */
function bodies({ method, path }: Route): unknown {
  const metric = { explore: 'orders', dimensions: [], metrics: ['orders_count'] };
  if (path.endsWith('/queries')) return { version: 1, queries: [{ id: 1, query: metric }] };
  if (path.endsWith('/query')) return { version: 1, query: metric };
  if ((path.endsWith('/builds') && method === 'POST') || (path.endsWith('/follow-up') && method === 'PUT'))
    return { prompt: 'x', clientKey: 'key-12345678' };
  if (path.endsWith('/access') && method === 'PUT') return { entries: [] };
  if (method === 'PATCH') return { description: 'mine' };
  return undefined;
}

/** Another installation has a database and a key of its own: what it made is unknown here. */
const FOREIGN: [string, () => Record<string, string>][] = [
  ['nothing', () => ({})],
  ['an API token of another installation', () => ({ authorization: `Bearer ${newSecret('gw_pat')}` })],
  ['a login of another installation', () => ({ cookie: `${sessionCookie().name}=${crypto.randomUUID()}` })],
  ['an id of a user in place of a token', () => ({ authorization: `Bearer ${ada.userId}` })],
];

test.each(FOREIGN)('with %s every route that is not public answers 401', { timeout: 120_000 }, async (_what, headers) => {
  const wrong: string[] = [];
  for (const route of routes.filter(({ meta }) => meta.access !== 'public')) {
    const { status } = await call(route, { headers: headers() });
    if (status !== 401) wrong.push(`${route.name}: ${status}`);
  }
  expect(wrong).toEqual([]);
});

test('a preview token opens no route of the API, as a token or as a login', { timeout: 120_000 }, async () => {
  const [personal] = await appsFor(world, ada);
  const actor = await actorOfUser(ada.userId);
  if (!actor || !personal?.ids.appId) throw new Error('there is an app with an owner');
  const { token } = await previewAddress(actor, personal.ids.appId, 1);
  const wrong: string[] = [];
  const ways: Record<string, string>[] = [{ authorization: `Bearer ${token}` }, { cookie: `${sessionCookie().name}=${token}` }];
  for (const headers of ways) {
    for (const route of routes.filter(({ meta }) => meta.access !== 'public')) {
      const { status } = await call(route, { params: personal.ids, headers });
      if (status !== 401) wrong.push(`${route.name}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('a preview token signed with the key of another installation is worth nothing', async () => {
  const [personal] = await appsFor(world, ada);
  const actor = await actorOfUser(ada.userId);
  if (!actor || !personal?.ids.appId) throw new Error('there is an app with an owner');
  const { token } = await previewAddress(actor, personal.ids.appId, 1);
  const [payload = ''] = token.split('.');
  expect(verifyPreviewToken(token).status).toBe('valid');
  const forged = createHmac('sha256', 'the key of another installation').update(payload).digest('base64url');
  expect(verifyPreviewToken(`${payload}.${forged}`).status).toBe('invalid');
});

test.each(['viewer', 'editor', 'developer', 'admin'])('a %s gets a preview token of exactly the apps that they may open', async (role) => {
  const caller = await makeCaller(role, world.groupId);
  const route = routes.find(({ name }) => name === 'POST /api/apps/{appId}/versions/{number}/preview-token');
  const app = routes.find(({ name }) => name === 'GET /api/apps/{appId}');
  if (!route || !app) throw new Error('these routes are there');
  for (const { ids } of await appsFor(world, caller)) {
    const [token, seen] = [
      await call(route, { params: ids, headers: caller.headers }),
      await call(app, { params: ids, headers: caller.headers }),
    ];
    expect(token.status).toBe(seen.status);
  }
});
