import { afterEach, expect, test } from 'vitest';
import { countTry, listLocks, unlock } from '#lib/auth/throttle.ts';
import { db } from '#lib/db/client.ts';
import { withLogFields } from '#lib/log-context.ts';

const from = <T>(ip: string, work: () => Promise<T>) => withLogFields({ ip }, work);
const tryOnce = (email: string, ip = '198.51.100.1') => from(ip, () => countTry('account', email));
/** As if this much time had gone by. */
const pass = (seconds: number) =>
  db()
    .$executeRaw`UPDATE "SignInThrottle" SET "until" = "until" - make_interval(secs => ${seconds}), "lastAt" = "lastAt" - make_interval(secs => ${seconds})`;

afterEach(() => db().signInThrottle.deleteMany({}));

test('a few tries are free, then each one waits longer than the last, then none is taken for a quarter of an hour', async () => {
  const waits: number[] = [];
  const refused = () =>
    tryOnce('anna@example.com').then(
      () => null,
      (error: { details: { retryAfterSeconds: number } }) => error.details,
    );
  for (let taken = 0; taken < 10; ) {
    const wait = (await refused())?.retryAfterSeconds;
    if (wait === undefined) taken++;
    else {
      waits.push(wait);
      await pass(wait);
    }
  }
  waits.push((await refused())?.retryAfterSeconds ?? 0);
  expect(waits).toEqual([2, 4, 8, 16, 900]);
});

test('of a hundred tries at the same moment no more are taken than one after the other would be', async () => {
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => tryOnce('burst@example.com')));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'rate_limited' });
});

test('a lock ends by itself, is written down, and an administrator can end it before', async () => {
  await db().signInThrottle.create({
    data: { key: 'account:locked@example.com', failures: 9, lastAt: new Date(), until: new Date(Date.now() - 1) },
  });
  await tryOnce('locked@example.com');
  await expect(tryOnce('LOCKED@example.com')).rejects.toMatchObject({
    code: 'rate_limited',
    message: expect.stringContaining('15 minutes'),
  });
  expect(await db().auditEntry.findMany({ where: { action: 'sign_in.locked', subjectName: 'account:locked@example.com' } })).toMatchObject([
    { actorKind: 'nobody', ip: '198.51.100.1' },
  ]);
  expect(await listLocks()).toMatchObject([{ key: 'account:locked@example.com', failures: 10 }]);
  await db().$transaction((tx) => unlock('account:locked@example.com', tx));
  await tryOnce('locked@example.com');
  await db().signInThrottle.update({
    where: { key: 'account:locked@example.com' },
    data: { failures: 10, until: new Date(Date.now() + 900_000) },
  });
  await pass(901);
  await tryOnce('locked@example.com');
});

test('one address that tries many accounts is slowed down, and others are not', async () => {
  const outcome = async (ip: string, index: number) => (await tryOnce(`person${index}@example.com`, ip).catch(() => null)) !== null;
  const taken: boolean[] = [];
  for (let index = 0; index < 60; index++) taken.push(await outcome('203.0.113.7', index));
  expect(taken.lastIndexOf(true)).toBe(50);
  expect(await outcome('203.0.113.8', 999)).toBe(true);
});

test('a success forgets the failures of the account, not those that the address made with others', async () => {
  for (let index = 0; index < 4; index++) await tryOnce('victim@example.com');
  await (await tryOnce('own@example.com')).clear();
  const rows = await db().signInThrottle.findMany({ orderBy: { key: 'asc' } });
  expect(rows).toMatchObject([
    { key: 'account:victim@example.com', failures: 4 },
    { key: 'address:198.51.100.1', failures: 4 },
  ]);
});
