import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type FaultyS3, startFaultyS3 } from '#emulators/s3/faults.ts';
import { type S3Emulator, startS3Emulator } from '#emulators/s3/start.ts';
import { db } from '#lib/db/client.ts';
import { ENDED_MS, type Ended, type FaultWorld, oneNumber, startFaultWorld } from './fault-world.ts';

vi.setConfig({ testTimeout: 600_000 });

let world: FaultWorld;
let s3: FaultyS3;
let behind: S3Emulator;
let appId: string;
beforeAll(async () => {
  behind = await startS3Emulator();
  s3 = await startFaultyS3(behind.endpoint);
  const { bucket, accessKeyId, secretAccessKey } = behind;
  const settings = { S3_ENDPOINT: s3.endpoint, APPS_S3_BUCKET: bucket, S3_ACCESS_KEY: accessKeyId, S3_SECRET_KEY: secretAccessKey };
  Object.assign(process.env, settings);
  world = await startFaultWorld();
  appId = await world.app();
}, 600_000);
afterAll(async () => {
  await world?.close();
  await s3?.close();
  await behind?.close();
});

afterEach(() => s3.fail(null));

const DONE = { text: 'Done.' };
const DENIED = { status: 403, code: 'AccessDenied' };

async function expectFailedWell(built: Ended, message: RegExp): Promise<void> {
  expect(built).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(message) } });
  expect(built.ms).toBeLessThan(ENDED_MS);
  expect(await db().sandbox.count({ where: { holder: { not: null } } })).toBe(0);
}

test.each([
  ['refuses the key', DENIED, /refused access to the bucket/],
  ['fails again and again', { status: 500, code: 'InternalError' }, /answered "InternalError".*Try again/],
  ['does not answer', 'hang', /did not answer within 3 seconds. Try again/],
] as const)('an object store that %s costs nothing that was written: it waits in the sandbox', async (name, fault, message) => {
  s3.fail(fault, ['PUT']);
  const built = await world.build(appId, oneNumber(`An object store that ${name}`), { limits: { storeMs: 3_000 } });
  s3.fail(null);
  await expectFailedWell(built, message);
  expect(built.told).toContain('Its sandbox keeps it for your next prompt');
  expect(await db().app.findUnique({ where: { id: appId } })).toMatchObject({ headVersion: null, draftSandbox: expect.any(String) });
});

test('when the object store is back, "continue" makes a version of what waited in the sandbox', async () => {
  const built = await world.build(appId, [DONE], { prompt: 'continue' });
  expect(built).toMatchObject({ status: 'succeeded', versionNumber: 1 });
  expect(await db().app.findUnique({ where: { id: appId } })).toMatchObject({ headVersion: 1, draftSandbox: null });
});

test('a sandbox that cannot be snapshotted goes on running, and is suspended when the store is back', async () => {
  const { id } = await db().sandbox.findUniqueOrThrow({ where: { key: appId } });
  s3.fail(DENIED, ['PUT', 'POST']);
  await expect(world.suspend(id)).rejects.toThrow(/refused access/);
  expect(await db().sandbox.findUnique({ where: { id } })).toMatchObject({ state: 'running', holder: null });
  s3.fail(null);
  expect(await world.suspend(id)).toBe(true);
  expect(await db().sandbox.findUnique({ where: { id } })).toMatchObject({ state: 'suspended' });
});

test('a snapshot that cannot be read ends the build with the reason, and stays for the next one', async () => {
  s3.fail(DENIED, ['GET']);
  await expectFailedWell(await world.build(appId, [DONE]), /refused access to the bucket/);
  expect(await db().sandbox.findUnique({ where: { key: appId } })).toMatchObject({ state: 'suspended' });
});

test('an object store that cannot be read ends a follow-up with the reason, and the version stands', async () => {
  await world.endSandboxes();
  s3.fail(DENIED, ['GET']);
  const built = await world.build(appId, [DONE]);
  s3.fail(null);
  await expectFailedWell(built, /refused access to the bucket/);
  expect(await db().app.findUnique({ where: { id: appId } })).toMatchObject({ headVersion: 1 });
  const next = await world.build(appId, oneNumber('Again'));
  expect(next).toMatchObject({ status: 'succeeded', versionNumber: 2 });
});
