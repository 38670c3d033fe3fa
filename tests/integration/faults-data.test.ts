import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type FaultyS3, startFaultyS3 } from '#emulators/s3/faults.ts';
import { type S3Emulator, startS3Emulator } from '#emulators/s3/start.ts';
import { db } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { refreshProject } from '#lib/projects/projects.ts';
import { closeProjects } from '#lib/projects/runtime.ts';
import { makeActor } from '../setup/records.ts';
import { bash, type Ended, type FaultWorld, MODEL, MODEL_FILE, oneNumber, startFaultWorld } from './fault-world.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: FaultWorld;
let s3: FaultyS3;
let behind: S3Emulator;
let admin: Actor;
let appId: string;
beforeAll(async () => {
  behind = await startS3Emulator();
  s3 = await startFaultyS3(behind.endpoint);
  const { bucket, accessKeyId, secretAccessKey } = behind;
  const settings = { S3_ENDPOINT: s3.endpoint, APPS_S3_BUCKET: bucket, S3_ACCESS_KEY: accessKeyId, S3_SECRET_KEY: secretAccessKey };
  Object.assign(process.env, settings);
  world = await startFaultWorld();
  admin = await makeActor('admin');
}, 600_000);
afterAll(async () => {
  await world?.close();
  await s3?.close();
  await behind?.close();
});
beforeEach(async () => {
  appId = await world.app();
});

const DONE = { text: 'Done.' };

async function expectFailedWell(built: Ended, message: RegExp): Promise<void> {
  expect(built).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(message) } });
  expect(built.ms).toBeLessThan(60_000);
  expect(await db().sandbox.count({ where: { holder: { not: null } } })).toBe(0);
}

test.each([
  ['refuses the key', { status: 403, code: 'AccessDenied' }, /refused access to the bucket/],
  ['fails again and again', { status: 500, code: 'InternalError' }, /answered "InternalError".*Try again/],
  ['does not answer', 'hang', /did not answer within 3 seconds. Try again/],
] as const)('an object store that %s costs nothing that was written: it waits in the sandbox', async (_name, fault, message) => {
  s3.fail(fault, ['PUT']);
  const built = await world.build(appId, oneNumber('Not stored'), { limits: { storeMs: 3_000 } });
  s3.fail(null);
  await expectFailedWell(built, message);
  expect(built.told).toContain('Its sandbox keeps it for your next prompt');
  const next = await world.build(appId, [DONE], { prompt: 'continue' });
  expect(next).toMatchObject({ status: 'succeeded', versionNumber: 1 });
  expect(await db().app.findUnique({ where: { id: appId } })).toMatchObject({ headVersion: 1, draftSandbox: null });
});

test('an object store that cannot be read ends a follow-up with the reason, and the version stands', async () => {
  expect(await world.build(appId, oneNumber())).toMatchObject({ versionNumber: 1 });
  await world.endSandboxes();
  s3.fail({ status: 403, code: 'AccessDenied' }, ['GET']);
  const built = await world.build(appId, [DONE]);
  s3.fail(null);
  await expectFailedWell(built, /refused access to the bucket/);
  expect(built.told).toContain('The sandbox of the last turn was lost');
  const next = await world.build(appId, oneNumber('Again'));
  expect(next).toMatchObject({ status: 'succeeded', versionNumber: 2 });
});

test('a sandbox that cannot be snapshotted goes on running, and is suspended when the store is back', async () => {
  expect(await world.build(appId, oneNumber())).toMatchObject({ versionNumber: 1 });
  const { id } = await db().sandbox.findUniqueOrThrow({ where: { key: appId } });
  s3.fail({ status: 403, code: 'AccessDenied' }, ['PUT', 'POST']);
  await expect(world.suspend(id)).rejects.toThrow(/refused access/);
  expect(await db().sandbox.findUnique({ where: { id } })).toMatchObject({ state: 'running', holder: null });
  s3.fail(null);
  expect(await world.suspend(id)).toBe(true);
  expect(await db().sandbox.findUnique({ where: { id } })).toMatchObject({ state: 'suspended' });
});

test('a column that does not exist goes to the agent first, then to the person, and no version is made', async () => {
  const broken = MODEL.replace(
    '      - name: city\n',
    '      - name: cty\n        meta: { metrics: { city_count: { type: count_distinct } } }\n',
  );
  writeFileSync(join(world.projectFolder, MODEL_FILE), broken);
  await refreshProject(admin, world.projectId);
  const built = await world.build(appId, oneNumber('Cities', 'orders_city_count'));
  await expectFailedWell(built, /browser still found a problem after 2 tries.*cty/s);
  expect(world.api.requests.some(({ raw }) => raw.includes('does not pass its checks') && raw.includes('cty'))).toBe(true);
  expect(built.told).toContain('What the agent wrote so far is kept');
  writeFileSync(join(world.projectFolder, MODEL_FILE), MODEL);
  await refreshProject(admin, world.projectId);
  expect(await world.build(appId, oneNumber('Orders'))).toMatchObject({ status: 'succeeded', versionNumber: 1 });
});

test('a dbt file with a syntax error is named with its line, and costs nobody a turn of the agent', async () => {
  appendFileSync(join(world.projectFolder, MODEL_FILE), '  - name: [broken\n');
  const project = await refreshProject(admin, world.projectId);
  expect(JSON.stringify(project.errors)).toMatch(/orders\.yml/);
  const before = world.api.requests.length;
  const built = await world.build(appId, oneNumber());
  await expectFailedWell(built, /nothing to build on.*orders\.yml/s);
  expect(world.api.requests.length).toBe(before);
  writeFileSync(join(world.projectFolder, MODEL_FILE), MODEL);
  await refreshProject(admin, world.projectId);
  expect(await world.build(appId, oneNumber())).toMatchObject({ status: 'succeeded', versionNumber: 1 });
});

test('a DuckDB file that a writer has locked ends the build with what to do, and is read when it is free', async () => {
  await closeProjects();
  const hold = `const { DuckDBInstance } = await import('@duckdb/node-api'); await DuckDBInstance.create(${JSON.stringify(world.warehouseFile)}); console.log('locked'); setInterval(() => {}, 1000);`;
  const writer = spawn(process.execPath, ['--input-type=module', '-e', hold], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(writer.stdout, 'data');
  const built = await world.build(appId, [bash('true'), DONE]);
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  await expectFailedWell(built, /data of this project cannot be reached right now. Try again; if it stays, tell an administrator/);
  expect(await world.build(appId, oneNumber())).toMatchObject({ status: 'succeeded', versionNumber: 1 });
});
