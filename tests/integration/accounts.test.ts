import { beforeAll, describe, expect, test } from 'vitest';
import { getActor } from '#lib/auth/get-actor.ts';
import { setPassword } from '#lib/auth/me.ts';
import { createServiceAccount } from '#lib/auth/service-accounts.ts';
import { sessionCookie } from '#lib/auth/session-cookie.ts';
import { openSession } from '#lib/auth/sessions.ts';
import { createSignInLink, redeemSignInLink } from '#lib/auth/sign-in-link.ts';
import { db } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import * as accountRoute from '../../app/api/admin/service-accounts/[accountId]/route.ts';
import * as accountTokens from '../../app/api/admin/service-accounts/[accountId]/tokens/route.ts';
import * as accountsRoute from '../../app/api/admin/service-accounts/route.ts';
import * as inviteRoute from '../../app/api/admin/users/invite/route.ts';
import * as meRoute from '../../app/api/me/route.ts';
import * as sessionRoute from '../../app/api/me/sessions/[sessionId]/route.ts';
import * as sessionsRoute from '../../app/api/me/sessions/route.ts';
import * as projectsRoute from '../../app/api/projects/route.ts';
import { call, tokenOf } from '../setup/door.ts';
import { makeActor } from '../setup/records.ts';

let admin: Actor;
let adminToken: string;
beforeAll(async () => {
  admin = await makeActor('admin');
  adminToken = await tokenOf(admin.userId);
});

const cookie = (token: string) => ({ cookie: `${sessionCookie().name}=${token}` });
const signIn = (userId: string, token: string) =>
  openSession({
    token,
    userId,
    expires: new Date(Date.now() + 60_000),
    way: 'password',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156',
  });
const actorOfCookie = (token: string) => getActor(new Request('http://x/', { headers: cookie(token) }));

describe('sessions', () => {
  test('are listed with the one that asks, end one by one, and all others at once', async () => {
    const person = await makeActor();
    for (const name of ['here', 'there', 'elsewhere']) await signIn(person.userId, name);
    const listed = await call(sessionsRoute.GET, { headers: cookie('here') });
    expect(listed.body.items).toHaveLength(3);
    expect(JSON.stringify(listed.body)).not.toMatch(/"here"|sessionToken/);
    const current = listed.body.items.filter(({ current }: { current: boolean }) => current);
    expect(current).toMatchObject([{ way: 'password', userAgent: expect.stringContaining('Chrome') }]);
    const other = listed.body.items.find(({ current }: { current: boolean }) => !current).id;
    expect((await call(sessionRoute.DELETE, { method: 'DELETE', headers: cookie('here'), params: { sessionId: other } })).status).toBe(200);
    expect((await call(sessionsRoute.DELETE, { method: 'DELETE', headers: cookie('here') })).body).toEqual({ ended: 1 });
    expect([await actorOfCookie('here'), await actorOfCookie('there'), await actorOfCookie('elsewhere')]).toMatchObject([{}, null, null]);
  });

  test('of others cannot be ended, nor by a page of another site', async () => {
    const [person, stranger] = [await makeActor(), await makeActor()];
    await signIn(person.userId, 'mine');
    await signIn(stranger.userId, 'theirs');
    const mine = (await call(sessionsRoute.GET, { headers: cookie('mine') })).body.items[0].id;
    expect((await call(sessionRoute.DELETE, { method: 'DELETE', headers: cookie('theirs'), params: { sessionId: mine } })).status).toBe(
      404,
    );
    const foreign = { ...cookie('mine'), origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await call(sessionsRoute.DELETE, { method: 'DELETE', headers: foreign })).status).toBe(403);
  });

  test('are stored as hashes: what the table holds signs nobody in', async () => {
    const person = await makeActor();
    await signIn(person.userId, 'the-cookie');
    const [row] = await db().session.findMany({ where: { userId: person.userId } });
    expect(await actorOfCookie('the-cookie')).toMatchObject({ userId: person.userId });
    expect(await actorOfCookie(row?.sessionToken ?? '')).toBeNull();
  });

  test('other than the one that changes the password end with it', async () => {
    const person = await makeActor();
    await signIn(person.userId, 'changes');
    await signIn(person.userId, 'lost-laptop');
    const actor = await actorOfCookie('changes');
    await setPassword(actor as Actor, { password: 'a new password' });
    expect(await actorOfCookie('changes')).toMatchObject({ userId: person.userId });
    expect(await actorOfCookie('lost-laptop')).toBeNull();
  });
});

describe('tokens', () => {
  test('that were narrowed may what they were made for and no more, however much their person may', async () => {
    const narrow = await tokenOf(admin.userId, ['view:Project']);
    expect((await call(projectsRoute.GET, { token: narrow })).status).toBe(200);
    expect((await call(accountsRoute.GET, { token: narrow })).status).toBe(403);
    const viewer = await makeActor('viewer');
    const wide = await tokenOf(viewer.userId, ['manage:Organization']);
    expect((await call(accountsRoute.GET, { token: wide })).status).toBe(403);
  });

  test('that ended, or whose person was disabled, open nothing', async () => {
    const person = await makeActor();
    const token = await tokenOf(person.userId);
    await db().apiToken.updateMany({ where: { userId: person.userId }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await call(meRoute.GET, { token })).status).toBe(401);
    const [other] = [await tokenOf(person.userId)];
    await db().user.update({ where: { id: person.userId }, data: { disabledAt: new Date() } });
    expect((await call(meRoute.GET, { token: other })).status).toBe(401);
  });

  test('for a permission that does not exist are not made', async () => {
    await expect(tokenOf(admin.userId, ['rule:TheWorld'])).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('service accounts', () => {
  test('act through tokens, have a role, and cannot sign in by any way', async () => {
    const made = await call(accountsRoute.POST, { method: 'POST', token: adminToken, body: { name: 'Nightly', role: 'viewer' } });
    expect(made.status).toBe(201);
    const accountId = made.body.id;
    const created = await call(accountTokens.POST, {
      method: 'POST',
      token: adminToken,
      params: { accountId },
      body: { name: 'cron', expiresInDays: 1 },
    });
    const { token } = created.body;
    expect((await call(meRoute.GET, { token })).body).toMatchObject({ id: accountId, role: 'viewer' });
    expect((await call(accountsRoute.GET, { token })).status).toBe(403);

    const { email } = await db().user.findUniqueOrThrow({ where: { id: accountId } });
    const link = new URL(await createSignInLink(email)).searchParams.get('link') ?? '';
    expect(await redeemSignInLink(link)).toBeNull();
    await signIn(accountId, 'stolen-somehow');
    expect(await actorOfCookie('stolen-somehow')).toBeNull();

    const disabled = await call(accountRoute.PATCH, {
      method: 'PATCH',
      token: adminToken,
      params: { accountId },
      body: { disabled: true },
    });
    expect(disabled.body).toMatchObject({ disabled: true, tokens: 1 });
    expect((await call(meRoute.GET, { token })).status).toBe(401);
    expect((await call(accountRoute.DELETE, { method: 'DELETE', token: adminToken, params: { accountId } })).status).toBe(200);
    expect(await db().user.findUnique({ where: { id: accountId } })).toBeNull();
  });

  test('are made by administrators only, and a narrowed token cannot make one that reaches further than itself', async () => {
    const editor = await tokenOf((await makeActor('editor')).userId);
    const narrow = await tokenOf(admin.userId, ['manage:Organization']);
    const body = { name: 'More', role: 'admin' };
    expect((await call(accountsRoute.POST, { method: 'POST', token: editor, body })).status).toBe(403);
    expect((await call(accountsRoute.POST, { method: 'POST', token: narrow, body })).status).toBe(403);
    const { id: accountId } = await createServiceAccount(admin, body);
    expect((await call(accountTokens.POST, { method: 'POST', token: narrow, params: { accountId }, body: { name: 'x' } })).status).toBe(
      403,
    );
    const invite = { email: 'more@example.com', role: 'admin' };
    expect((await call(inviteRoute.POST, { method: 'POST', token: narrow, body: invite })).status).toBe(403);
  });
});

describe('invitations', () => {
  const invite = (body: object) => call(inviteRoute.POST, { method: 'POST', token: adminToken, body });

  test('make a person with role and groups, and a link that signs in once', async () => {
    await db().group.create({ data: { id: 'grp_team', name: 'Team' } });
    const { status, body } = await invite({ email: 'New.Person@Example.com', role: 'editor', groups: ['grp_team'] });
    expect([status, body.mailed, body.email]).toEqual([201, false, 'new.person@example.com']);
    expect(await db().groupMember.findMany({ where: { userId: body.userId } })).toMatchObject([{ groupId: 'grp_team' }]);
    const link = new URL(body.link).searchParams.get('link') ?? '';
    expect(await redeemSignInLink(link)).toMatchObject({ id: body.userId });
    expect(await redeemSignInLink(link)).toBeNull();
  });

  test('can be renewed until the person came; then, or for a role or group that does not exist, they are refused', async () => {
    const first = (await invite({ email: 'twice@example.com' })).body;
    const second = (await invite({ email: 'twice@example.com', role: 'editor' })).body;
    expect(second.userId).toBe(first.userId);
    expect(await redeemSignInLink(new URL(first.link).searchParams.get('link') ?? '')).toBeNull();
    await signIn(first.userId, 'came');
    expect((await invite({ email: 'twice@example.com' })).status).toBe(409);
    expect((await invite({ email: 'x@example.com', role: 'emperor' })).status).toBe(400);
    expect((await invite({ email: 'x@example.com', groups: ['grp_none'] })).status).toBe(400);
    expect((await invite({ email: 'x@example.com\r\nBcc: y@example.com' })).status).toBe(400);
    expect(await db().user.findUnique({ where: { email: 'x@example.com' } })).toBeNull();
  });
});
