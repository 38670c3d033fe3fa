import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { db } from '#lib/db/client.ts';
import { dataDir } from '#lib/paths.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { refreshProject } from '#lib/projects/projects.ts';
import { closeProjects } from '#lib/projects/runtime.ts';
import { fullDisk } from '../setup/full-disk.ts';
import { makeActor } from '../setup/records.ts';
import { bash, ENDED_MS, type Ended, type FaultWorld, MODEL, MODEL_FILE, oneNumber, startFaultWorld } from './fault-world.ts';

vi.setConfig({ testTimeout: 600_000 });

let world: FaultWorld;
let admin: Actor;
let appId: string;
beforeAll(async () => {
  world = await startFaultWorld();
  admin = await makeActor('admin');
}, 600_000);
afterAll(async () => {
  await world?.close();
});
beforeEach(async () => {
  appId = await world.app();
});

const DONE = { text: 'Done.' };

async function expectFailedWell(built: Ended, message: RegExp): Promise<void> {
  expect(built).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(message) } });
  expect(built.ms).toBeLessThan(ENDED_MS);
  expect(await db().sandbox.count({ where: { holder: { not: null } } })).toBe(0);
}

test('a column that does not exist goes to the agent first, then to the person, and no version is made', async () => {
  const broken = MODEL.replace(
    '      - name: city\n',
    '      - name: cty\n        meta: { metrics: { city_count: { type: count_distinct } } }\n',
  );
  writeFileSync(join(world.projectFolder, MODEL_FILE), broken);
  await refreshProject(admin, world.projectId);
  const built = await world.build(appId, oneNumber('Cities', 'orders_city_count'));
  await expectFailedWell(built, /browser still found a problem after 2 tries.*There is no metric "orders_city_count"/s);
  expect(world.api.requests.some(({ raw }) => raw.includes('does not pass its checks') && raw.includes('There is no metric'))).toBe(true);
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

test('a disk that is full under the stored files ends a build with what to do, and nothing is lost once there is space', async () => {
  expect(await world.build(appId, oneNumber())).toMatchObject({ versionNumber: 1 });
  const disk = fullDisk(join(dataDir(), 'files/tmp')); // every write begins there; what is stored stays readable
  const built = await world.build(appId, oneNumber('Not stored')).finally(disk.free);
  await expectFailedWell(built, /disk under .* is full: free some space and try again/);
  expect(built.told).toContain('Its sandbox keeps it for your next prompt');
  expect(await db().app.findUnique({ where: { id: appId } })).toMatchObject({ headVersion: 1 });
  expect(await world.build(appId, [DONE], { prompt: 'continue' })).toMatchObject({ status: 'succeeded', versionNumber: 2 });
});
