import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startMessagesApi } from '#emulators/messages-api/server.ts';
import { startS3Emulator } from '#emulators/s3/start.ts';
import type { Health, HealthCheck } from '#lib/contracts/health.ts';
import { db } from '#lib/db/client.ts';
import { resetEnv } from '#lib/env.ts';
import { createHealth } from '#lib/health/health.ts';
import { newId } from '#lib/ids.ts';
import { closeQueue, queue } from '#lib/jobs/queue.ts';
import { gatewaySocket } from '#lib/paths.ts';
import { createLocalProvider } from '#lib/sandbox/providers/local/local-provider.ts';
import { watchProvider } from '#lib/sandbox/recheck.ts';
import { GET } from '../../app/api/health/route.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { type Breakable, breakable } from '../setup/breakable.ts';
import { dataAppImage } from '../setup/data-app-image.ts';
import { makeOwnedApp } from '../setup/records.ts';
import { until } from './gateway-world.ts';

/** Three seconds, and as many for a crowded machine; without a deadline it would be twelve at least. */
const ANSWER_MS = 6_000;
const children = new Set<ChildProcess>();
let database: Breakable;

beforeAll(async () => {
  const url = new URL(process.env.DATABASE_URL ?? '');
  database = await breakable({ host: url.hostname, port: Number(url.port) });
  url.hostname = '127.0.0.1';
  url.port = String(database.port);
  set({ DATABASE_URL: url.href });
  await queue();
});
afterEach(async () => {
  for (const child of children) await killHard(child);
  database.mode('pass');
});
afterAll(async () => {
  await closeQueue();
  await db().$disconnect();
  await database.close();
});

function set(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetEnv();
}

/** A fresh look: no verdict of an earlier one is repeated. Always within the time that is promised. */
async function look(read: () => Promise<Health> = createHealth()): Promise<(name: HealthCheck['name']) => HealthCheck> {
  const started = performance.now();
  const health = await read();
  expect(performance.now() - started).toBeLessThan(ANSWER_MS);
  expect(health.checks.map((check) => check.name)).toEqual(['database', 'storage', 'queue', 'worker', 'gateway', 'sandbox', 'model']);
  return (name) => health.checks.find((check) => check.name === name) ?? { name, status: 'down', message: 'missing' };
}

const becomes = (name: HealthCheck['name'], status: HealthCheck['status'], ms = 20_000) =>
  until(
    async () => {
      const check = (await look())(name);
      return check.status === status && check;
    },
    `${name} is ${status}`,
    ms,
  );

async function start(entry: string, env: Record<string, string> = {}): Promise<ChildProcess> {
  const [port, apps, gateway] = [await freePort(), await freePort(), await freePort()];
  const ports = { GLASSWORKS_PORT: `${port}`, GLASSWORKS_APPS_PORT: `${apps}`, GLASSWORKS_GATEWAY_PORT: `${gateway}` };
  const child = spawn(process.execPath, [entry], { env: { ...process.env, ...ports, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
  children.add(child);
  return child;
}

async function killHard(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test('a database that refuses is down, and so is the whole; what only it knows is unknown, the rest is told', async () => {
  expect((await look())('database').status).toBe('ok');
  database.mode('refuse');
  const read = createHealth();
  const check = await look(read);
  expect(check('database').status).toBe('down');
  expect((await read()).status).toBe('down');
  expect(check('worker')).toMatchObject({ status: 'degraded', message: 'Not known while the database does not answer.' });
  expect(check('storage').status).toBe('ok');
  expect(check('model').status).toBe('ok');
  database.mode('pass');
  await becomes('database', 'ok');
});

test('a database that hangs costs three seconds at most, for whoever asks', async () => {
  await look();
  database.mode('hang');
  const started = performance.now();
  const request = new Request('http://localhost/api/health', { headers: { authorization: `Bearer gw_pat_${'x'.repeat(32)}` } });
  const response = await GET(request, { params: Promise.resolve({}) });
  expect(performance.now() - started).toBeLessThan(ANSWER_MS);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ status: 'down' });
  expect((await look())('database')).toMatchObject({ status: 'down', message: 'No answer within 2.5 seconds.' });
  database.mode('pass');
  await becomes('database', 'ok');
});

test('a data folder that takes no files is down', async () => {
  const files = join(process.env.GLASSWORKS_DATA_DIR ?? '', 'files');
  expect((await look())('storage')).toMatchObject({ status: 'ok', message: 'Files in the data folder.' });
  await rm(files, { recursive: true, force: true });
  await writeFile(files, 'in the way');
  expect((await look())('storage').status).toBe('down');
  await unlink(files);
  expect((await look())('storage').status).toBe('ok');
});

test('a bucket is tried for real: gone, hanging, and with a wrong key', async () => {
  const s3 = await startS3Emulator();
  const proxy = await breakable({ host: '127.0.0.1', port: Number(new URL(s3.endpoint).port) });
  const keys = { S3_ACCESS_KEY: s3.accessKeyId, S3_SECRET_KEY: s3.secretAccessKey };
  const settings = { APPS_S3_BUCKET: s3.bucket, S3_ENDPOINT: `http://127.0.0.1:${proxy.port}`, S3_REGION: 'us-east-1', ...keys };
  try {
    set(settings);
    expect((await look())('storage')).toMatchObject({ status: 'ok', message: 'An S3 bucket.' });
    proxy.mode('hang');
    expect((await look())('storage')).toMatchObject({ status: 'down', message: 'No answer within 2.5 seconds.' });
    proxy.mode('pass');
    set({ ...settings, S3_SECRET_KEY: 'not-the-right-key' });
    const refused = (await look())('storage');
    expect(refused.status).toBe('down');
    expect(refused.message).not.toContain('not-the-right-key');
  } finally {
    set({ APPS_S3_BUCKET: undefined, S3_ENDPOINT: undefined, S3_REGION: undefined, S3_ACCESS_KEY: undefined, S3_SECRET_KEY: undefined });
    await proxy.close();
    await s3.close();
  }
});

test('a queue whose jobs cannot be read is down; builds that nobody takes degrade it', async () => {
  expect((await look())('queue').status).toBe('ok');
  await db().$executeRaw`ALTER SCHEMA pgboss RENAME TO elsewhere`;
  expect((await look())('queue').status).toBe('down');
  await db().$executeRaw`ALTER SCHEMA elsewhere RENAME TO pgboss`;
  const { owner, appId } = await makeOwnedApp();
  const createdAt = new Date(Date.now() - 61_000);
  const build = { id: newId('bld'), appId, requestedById: owner.userId, clientKey: 'k', prompt: 'p', model: 'm', createdAt };
  await db().build.create({ data: build });
  expect((await look())('queue')).toMatchObject({ status: 'degraded', message: '1 build has waited for more than a minute.' });
  await db().build.update({ where: { id: build.id }, data: { status: 'cancelled' } });
  expect((await look())('queue').status).toBe('ok');
});

test('a gateway that nobody reaches is down although it lives, and so is one that was killed', async () => {
  expect((await look())('gateway').status).toBe('down');
  const child = await start('gateway/main.ts');
  await becomes('gateway', 'ok');
  const socket = gatewaySocket();
  await rename(socket, `${socket}.away`);
  const shut = await becomes('gateway', 'down');
  expect(shut.message).toBe('It runs, but nobody gets in by the socket of the model gateway.');
  await rename(`${socket}.away`, socket);
  await becomes('gateway', 'ok');
  await killHard(child);
  expect((await becomes('gateway', 'down')).message).toBe('No gateway has said anything for 10 seconds.');
});

test('a worker that lives says why it can make no sandbox; killed, it is down', async () => {
  const child = await start('worker/main.ts', { GLASSWORKS_IMAGE_DIR: '' });
  await becomes('worker', 'ok');
  expect((await becomes('sandbox', 'down')).message).toContain('The sandbox image is missing.');
  await killHard(child);
  expect((await becomes('worker', 'down')).message).toBe('No worker has said anything for 10 seconds.');
});

test('a provider that could make sandboxes at the start and cannot any more is found out', async () => {
  const image = await dataAppImage();
  const dir = await mkdtemp(join(tmpdir(), 'glassworks-image-'));
  await mkdir(join(dir, 'bin'));
  await symlink(resolve(image.dir, 'bin/node'), join(dir, 'bin/node'));
  await symlink(resolve(image.dir, 'guest-agent.mjs'), join(dir, 'guest-agent.mjs'));
  const provider = createLocalProvider({ dataDir: process.env.GLASSWORKS_DATA_DIR ?? '', imageDir: dir });
  const watch = watchProvider(provider, { ok: true, message: 'fine' }, 100);
  await unlink(join(dir, 'guest-agent.mjs'));
  await until(async () => !watch.told().ok, 'it is found out');
  expect(watch.told().message).toContain('lacks guest-agent.mjs');
  await watch.stop();
  await rm(dir, { recursive: true });
});

test('a model provider is asked without spending: a wrong key, no way there, a hang', async () => {
  const api = await startMessagesApi({ apiKey: 'sk-ant-the-right-one' });
  const proxy = await breakable({ host: '127.0.0.1', port: api.port });
  const settings = { ANTHROPIC_API_KEY: api.apiKey, ANTHROPIC_BASE_URL: `http://127.0.0.1:${proxy.port}` };
  try {
    set(settings);
    expect((await look())('model')).toMatchObject({ status: 'ok' });
    expect(api.requests).toEqual([]);
    set({ ...settings, ANTHROPIC_API_KEY: 'sk-ant-a-wrong-one' });
    expect((await look())('model')).toMatchObject({ status: 'down', message: expect.stringContaining('The key is not accepted.') });
    set(settings);
    proxy.mode('hang');
    expect((await look())('model')).toMatchObject({ status: 'down', message: 'No answer within 2.5 seconds.' });
    proxy.mode('refuse');
    expect((await look())('model')).toMatchObject({ status: 'down', message: expect.stringContaining('cannot be reached') });
    set({ ANTHROPIC_API_KEY: undefined, AI_DEFAULT_PROVIDER: 'anthropic' });
    expect((await look())('model')).toMatchObject({ status: 'down', message: expect.stringContaining('needs ANTHROPIC_API_KEY') });
  } finally {
    set({ ANTHROPIC_API_KEY: undefined, ANTHROPIC_BASE_URL: undefined, AI_DEFAULT_PROVIDER: undefined });
    await proxy.close();
    await api.close();
  }
});
