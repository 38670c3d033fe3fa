import { beforeAll, expect, test } from 'vitest';
import { createToken } from '#lib/auth/api-tokens.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { sessionCookie } from '#lib/auth/session-cookie.ts';
import { hashSecret } from '#lib/auth/token-hash.ts';
import { db } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { makeActor } from '../setup/records.ts';

let person: Actor;
let token: string;
const name = sessionCookie().name;
const ask = (headers: Record<string, string>) => getActor(new Request('http://localhost/api/me', { headers }));

beforeAll(async () => {
  person = await makeActor();
  token = (await createToken(person.userId, { name: 'test' })).token;
  await db().session.create({
    data: { sessionToken: hashSecret('session-1'), userId: person.userId, expires: new Date(Date.now() + 60_000) },
  });
});

test('a token or the login cookie says who asks', async () => {
  expect(await ask({ authorization: `Bearer ${token}` })).toMatchObject({ kind: 'token', userId: person.userId });
  expect(await ask({ cookie: `other=1; ${name}=session-1` })).toMatchObject({ kind: 'user', userId: person.userId });
});

test('a token that does not hold is not made up for by the cookie', async () => {
  expect(await ask({ authorization: 'Bearer gw_pat_unknown', cookie: `${name}=session-1` })).toBeNull();
});

test('the password of a proxy in front keeps nobody out', async () => {
  expect(await ask({ authorization: 'Basic dTpw', cookie: `${name}=session-1` })).toMatchObject({ userId: person.userId });
});

test('a cookie that makes no sense is nobody', async () => {
  for (const cookie of [`${name}=%`, `${name}=`, name, `${name}=%00`]) expect(await ask({ cookie })).toBeNull();
});
