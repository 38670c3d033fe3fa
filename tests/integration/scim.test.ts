import { beforeAll, describe, expect, test } from 'vitest';
import { getActor } from '#lib/auth/get-actor.ts';
import { createServiceAccount } from '#lib/auth/service-accounts.ts';
import { sessionCookie } from '#lib/auth/session-cookie.ts';
import { openSession } from '#lib/auth/sessions.ts';
import { db } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import * as groupRoute from '../../app/api/scim/v2/Groups/[groupId]/route.ts';
import * as groupsRoute from '../../app/api/scim/v2/Groups/route.ts';
import * as resourceTypes from '../../app/api/scim/v2/ResourceTypes/route.ts';
import * as schemas from '../../app/api/scim/v2/Schemas/route.ts';
import * as provider from '../../app/api/scim/v2/ServiceProviderConfig/route.ts';
import * as userRoute from '../../app/api/scim/v2/Users/[userId]/route.ts';
import * as usersRoute from '../../app/api/scim/v2/Users/route.ts';
import { call, tokenOf } from '../setup/door.ts';
import { makeActor, makeApp, makeProject } from '../setup/records.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let admin: Actor;
let token: string;
beforeAll(async () => {
  admin = await makeActor('admin');
  const account = await createServiceAccount(admin, { name: 'Okta', role: 'admin' });
  token = await tokenOf(account.id, ['manage:Provisioning']);
});

const users = (query = '') => call(usersRoute.GET, { token, query });
const post = (body: object) => call(usersRoute.POST, { method: 'POST', token, body: { schemas: [USER], ...body } });
const read = (userId: string) => call(userRoute.GET, { token, params: { userId } });
const put = (userId: string, body: object) =>
  call(userRoute.PUT, { method: 'PUT', token, params: { userId }, body: { schemas: [USER], ...body } });
const patch = (userId: string, ...Operations: object[]) =>
  call(userRoute.PATCH, { method: 'PATCH', token, params: { userId }, body: { schemas: [PATCH_OP], Operations } });
const remove = (userId: string) => call(userRoute.DELETE, { method: 'DELETE', token, params: { userId } });
const filtered = (filter: string) => users(`?filter=${encodeURIComponent(filter)}`);
const postGroup = (body: object) => call(groupsRoute.POST, { method: 'POST', token, body: { schemas: [GROUP], ...body } });
const patchGroup = (groupId: string, ...Operations: object[]) =>
  call(groupRoute.PATCH, { method: 'PATCH', token, params: { groupId }, body: { schemas: [PATCH_OP], Operations } });
const groups = (query = '') => call(groupsRoute.GET, { token, query });

/** What Okta sends for a new person. */
const okta = (name: string) => ({
  userName: `${name}@okta.example.com`,
  name: { givenName: name, familyName: 'Okta' },
  emails: [{ primary: true, value: `${name}@okta.example.com`, type: 'work' }],
  displayName: `${name} Okta`,
  locale: 'en-US',
  externalId: `00u${name}`,
  groups: [],
  password: 'never kept',
  active: true,
});
/** What Entra sends for a new person. */
const entra = (name: string) => ({
  schemas: [USER, ENTERPRISE],
  externalId: `entra-${name}`,
  userName: `${name}@entra.example.com`,
  active: true,
  displayName: `${name} Entra`,
  emails: [{ primary: true, type: 'work', value: `${name}.mail@example.com` }],
  meta: { resourceType: 'User' },
  name: { formatted: `${name} Entra`, familyName: 'Entra', givenName: name },
  roles: [],
  [ENTERPRISE]: { department: 'Sales', employeeNumber: '7' },
});

describe('the door', () => {
  test('is open for a token with the permission, and for no other; what it says is SCIM', async () => {
    const [editor, narrow] = [await makeActor('editor'), await tokenOf(admin.userId, ['manage:Organization'])];
    for (const [asked, status] of [
      [undefined, 401],
      ['gw_pat_wrong', 401],
      [await tokenOf(editor.userId), 403],
      [narrow, 403],
      [token, 200],
    ] as const) {
      const answer = await call(usersRoute.GET, asked ? { token: asked } : {});
      expect(answer.status).toBe(status);
      expect(answer.type).toBe('application/scim+json');
      if (status !== 200)
        expect(answer.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status) });
    }
    expect((await read('usr_nothing')).body).toMatchObject({ status: '404', detail: 'There is no such user.' });
  });

  test('tells what the server can', async () => {
    expect((await call(provider.GET, { token })).body).toMatchObject({ patch: { supported: true }, filter: { supported: true } });
    expect((await call(resourceTypes.GET, { token })).body.Resources.map(({ id }: { id: string }) => id)).toEqual(['User', 'Group']);
    expect((await call(schemas.GET, { token })).body.Resources.map(({ id }: { id: string }) => id)).toEqual([USER, GROUP]);
  });
});

describe('people, as Okta does it', () => {
  test('looks for them, makes them, reads them back, and finds them by any case', async () => {
    expect((await filtered('userName eq "anna@okta.example.com"')).body).toMatchObject({ totalResults: 0, Resources: [] });
    const made = await post(okta('anna'));
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toContain(`/api/scim/v2/Users/${made.body.id}`);
    expect(made.body).toMatchObject({ userName: 'anna@okta.example.com', displayName: 'anna Okta', active: true, externalId: '00uanna' });
    expect(JSON.stringify(made.body)).not.toContain('never kept');
    expect((await filtered('userName eq "ANNA@okta.example.com"')).body).toMatchObject({
      totalResults: 1,
      Resources: [{ id: made.body.id }],
    });
    expect((await filtered('externalId eq "00uanna"')).body.totalResults).toBe(1);
    expect((await post(okta('anna'))).body).toMatchObject({ status: '409', scimType: 'uniqueness' });
    expect(await db().user.findUniqueOrThrow({ where: { id: made.body.id } })).toMatchObject({ role: 'viewer', kind: 'person' });
  });

  test('renames by PUT and switches off by PATCH without a path; sessions and tokens stop at once', async () => {
    const { id } = (await post(okta('bela'))).body;
    await put(id, { ...okta('bela'), displayName: 'Bela Renamed' });
    expect((await read(id)).body.displayName).toBe('Bela Renamed');
    await openSession({ token: 'cookie-of-bela', userId: id, expires: new Date(Date.now() + 60_000), way: 'oidc', userAgent: null });
    const pat = await tokenOf(id);
    const bySession = () => getActor(new Request('http://x/', { headers: { cookie: `${sessionCookie().name}=cookie-of-bela` } }));
    const byToken = () => getActor(new Request('http://x/', { headers: { authorization: `Bearer ${pat}` } }));
    expect([await bySession(), await byToken()]).toMatchObject([{ userId: id }, { userId: id }]);
    expect((await patch(id, { op: 'replace', value: { active: false } })).body).toMatchObject({ id, active: false });
    expect([await bySession(), await byToken()]).toEqual([null, null]);
    expect((await patch(id, { op: 'replace', value: { active: true } })).body.active).toBe(true);
    expect([await bySession(), await byToken()]).toMatchObject([null, { userId: id }]);
  });
});

describe('people, as Entra does it', () => {
  test('sends booleans as text, paths with filters, and attributes that are kept nowhere', async () => {
    const { id, userName, emails } = (await post(entra('carl'))).body;
    expect({ userName, emails }).toMatchObject({ userName: 'carl@entra.example.com', emails: [{ value: 'carl.mail@example.com' }] });
    expect((await patch(id, { op: 'Replace', path: 'active', value: 'False' })).body.active).toBe(false);
    expect((await patch(id, { op: 'Replace', path: 'active', value: 'True' })).body.active).toBe(true);
    const changed = await patch(
      id,
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'Carl.New@example.com' },
      { op: 'Add', path: 'emails[type eq "other"].value', value: 'private@example.com' },
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '1' },
      { op: 'Replace', path: `${ENTERPRISE}:department`, value: 'Ops' },
      { op: 'Replace', path: 'name.familyName', value: 'Renamed' },
      { op: 'Add', path: `${USER}:displayName`, value: 'Carl Renamed' },
    );
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    expect(changed.body).toMatchObject({
      userName: 'carl@entra.example.com',
      displayName: 'Carl Renamed',
      emails: [{ value: 'carl.new@example.com' }],
    });
    expect(
      (await patch(id, { op: 'Replace', value: { 'name.givenName': 'Karl', [`${ENTERPRISE}:division`]: 'x' } })).body.displayName,
    ).toBe('Karl Renamed');
    expect((await filtered('emails[type eq "work" and value eq "carl.new@example.com"]')).body.totalResults).toBe(1);
    expect((await filtered('externalId eq "entra-carl" and active eq true')).body.totalResults).toBe(1);
  });

  test('takes somebody away and brings them back; their apps stay theirs', async () => {
    const { id } = (await post(entra('dora'))).body;
    const appId = await makeApp({ ...admin, userId: id }, await makeProject());
    expect((await remove(id)).status).toBe(204);
    expect((await read(id)).status).toBe(404);
    expect((await remove(id)).status).toBe(404);
    expect((await filtered('userName eq "dora@entra.example.com"')).body.totalResults).toBe(0);
    expect(await db().app.findUnique({ where: { id: appId } })).toMatchObject({ ownerId: id, deletedAt: null });
    const again = await post(entra('dora'));
    expect([again.status, again.body.id, again.body.active]).toEqual([201, id, true]);
  });
});

test.each([
  ['an operation on what no schema knows', { op: 'replace', path: 'nonsense', value: 1 }, 'invalidPath'],
  ['an operation that is none', { op: 'explode', path: 'active', value: true }, 'invalidSyntax'],
  ['an id of its own', { op: 'replace', path: 'id', value: 'usr_x' }, 'mutability'],
  ['a text that is no boolean', { op: 'replace', path: 'active', value: 'perhaps' }, 'invalidValue'],
])('refuses %s', async (_what, operation, scimType) => {
  const { id } = (await post(okta(`odd${scimType}`))).body;
  expect((await patch(id, operation)).body).toMatchObject({ status: '400', scimType });
});

test('a filter by what is not kept is refused, never answered by an empty list', async () => {
  for (const filter of ['nickName eq "x"', 'userName gt "a"', 'userName eq', 'a or b', '((']) {
    expect((await filtered(filter)).body, filter).toMatchObject({ status: '400', scimType: 'invalidFilter' });
  }
  expect((await filtered('userName co "%"')).body.totalResults).toBe(0);
});

test('pages, and says how many there are', async () => {
  const all = (await users()).body;
  const first = (await users('?startIndex=1&count=2')).body;
  const second = (await users('?startIndex=3&count=2')).body;
  expect([first.itemsPerPage, first.totalResults, second.startIndex]).toEqual([2, all.totalResults, 3]);
  expect([...first.Resources, ...second.Resources]).toEqual(all.Resources.slice(0, 4));
  expect((await users('?count=0')).body).toMatchObject({ Resources: [], totalResults: all.totalResults });
});

test('the last admin stays, service accounts are out of sight, and nobody takes over an address that is taken', async () => {
  const service = await createServiceAccount(admin, { name: 'Script', role: 'viewer' });
  expect((await read(service.id)).status).toBe(404);
  expect((await remove(admin.userId)).body).toMatchObject({ status: '409', detail: expect.stringContaining('last admin') });
  expect((await patch(admin.userId, { op: 'replace', path: 'active', value: false })).status).toBe(409);
  const { id } = (await post(okta('eve'))).body;
  expect(
    (await patch(id, { op: 'replace', path: 'emails', value: [{ value: admin.email, type: 'work', primary: true }] })).body,
  ).toMatchObject({
    status: '409',
    scimType: 'uniqueness',
  });
});

test('names with line breaks become one line', async () => {
  const { body } = await post({ ...okta('crlf'), displayName: 'Mallory\r\nBcc: all@example.com' });
  expect(body.displayName).toBe('Mallory Bcc: all@example.com');
});

describe('groups', () => {
  test('are made, filled, emptied, renamed and deleted in the shapes of both', async () => {
    const [a, b] = [(await post(okta('ga'))).body.id, (await post(okta('gb'))).body.id];
    const made = await postGroup({ displayName: 'Finance', externalId: 'grp-1', members: [] });
    expect(made.status).toBe(201);
    const { id } = made.body;
    const members = async () => (await db().groupMember.findMany({ where: { groupId: id } })).map(({ userId }) => userId).sort();
    await patchGroup(id, { op: 'Add', path: 'members', value: [{ value: a }, { value: b }] });
    expect(await members()).toEqual([a, b].sort());
    await patchGroup(id, { op: 'Remove', path: `members[value eq "${a}"]` });
    expect(await members()).toEqual([b]);
    await patchGroup(id, { op: 'Remove', path: 'members', value: [{ value: b }] });
    expect(await members()).toEqual([]);
    await patchGroup(id, { op: 'replace', value: { id, displayName: 'Finance 2' } });
    await call(groupRoute.PUT, {
      method: 'PUT',
      token,
      params: { groupId: id },
      body: { schemas: [GROUP], displayName: 'Finance 3', externalId: 'grp-1', members: [{ value: a }] },
    });
    expect((await call(groupRoute.GET, { token, params: { groupId: id } })).body).toMatchObject({
      displayName: 'Finance 3',
      members: [{ value: a }],
    });
    const listed = (await groups('?excludedAttributes=members&filter=displayName%20eq%20%22finance%203%22')).body;
    expect(listed).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    expect(listed.Resources[0]).not.toHaveProperty('members');
    expect((await patchGroup(id, { op: 'Add', path: 'members', value: [{ value: 'usr_nobody' }] })).status).toBe(400);
    expect((await call(groupRoute.DELETE, { method: 'DELETE', token, params: { groupId: id } })).status).toBe(204);
    expect((await groups()).body.totalResults).toBe(0);
  });

  test('made by hand are neither seen nor changed', async () => {
    await db().group.create({ data: { id: 'grp_hand', name: 'By hand' } });
    expect((await groups('?filter=displayName%20eq%20%22By%20hand%22')).body.totalResults).toBe(0);
    expect((await patchGroup('grp_hand', { op: 'replace', path: 'displayName', value: 'Stolen' })).status).toBe(404);
    expect((await postGroup({ displayName: 'By hand' })).body).toMatchObject({ status: '409', scimType: 'uniqueness' });
  });
});

test('what it did is in the audit log, by the name of the account', async () => {
  const lines = await db().auditEntry.findMany({ where: { actorKind: 'service' } });
  expect(new Set(lines.map(({ action }) => action))).toEqual(
    new Set([
      'user.created',
      'user.changed',
      'user.disabled',
      'user.enabled',
      'group.created',
      'group.changed',
      'group.members_changed',
      'group.deleted',
    ]),
  );
  expect(lines[0]?.ip).toBe('198.51.100.20');
});
