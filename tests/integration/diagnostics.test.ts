import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFaultyS3 } from '#emulators/s3/faults.ts';
import { startS3Emulator } from '#emulators/s3/start.ts';
import { readArchive } from '#lib/apps/archive.ts';
import { appendInTx } from '#lib/builds/event-log.ts';
import { claimBuild, settle } from '#lib/builds/lifecycle.ts';
import { startBuild } from '#lib/builds/start.ts';
import type { BuildEventBody } from '#lib/contracts/build-event.ts';
import { db } from '#lib/db/client.ts';
import { diagnosticsOf } from '#lib/diagnostics/diagnostics.ts';
import { keepHealth } from '#lib/diagnostics/health-at-failure.ts';
import { resetEnv } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import { mintRunToken } from '#lib/models/run-token.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { encrypt } from '#lib/secrets.ts';
import { makeActor, makeApp, makeProject } from '../setup/records.ts';

/** None of these has a shape by which it would be known. */
const SETTINGS = {
  ANTHROPIC_API_KEY: 'plain-model-key-0001',
  S3_SECRET_KEY: 'plain/storage+key=0002',
  BEDROCK_SESSION_TOKEN: 'plain-session-0003',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=plain-collector-0004',
  NEXTAUTH_SECRET: 'plain-cookie-key-0005',
};
const WAREHOUSE_PASSWORD = 'plain-warehouse-0006';
const GUEST_TOKEN = 'plain-guest-token-0007';
const SHAPED = [
  `sk-ant-api03-${'x9'.repeat(20)}`,
  `ghp_${'Q'.repeat(36)}`,
  `gw_pat_${'aZ0_'.repeat(8)}`,
  `gw_link_${'aZ0_'.repeat(8)}`,
  '-----BEGIN RSA PRIVATE KEY-----\nMIIEfake\n-----END RSA PRIVATE KEY-----',
];
const OTHERS = ['rival@example.org', 'Boss.Person+x@mail.example.co.uk'];

let owner: Actor;
let buildId: string;
let appId: string;
let planted: string[];
let files: Map<string, string>;

beforeAll(async () => {
  Object.assign(process.env, SETTINGS);
  // The installation's own key is then in a file, and in no variable.
  delete process.env.GLASSWORKS_SECRET_KEY;
  resetEnv();
  owner = await makeActor();
  const projectId = await makeProject();
  await db().project.update({ where: { id: projectId }, data: { warehouseSecret: encrypt(WAREHOUSE_PASSWORD) } });
  appId = await makeApp(owner, projectId);
  await makeSandbox();
  ({ buildId } = await startBuild(owner, appId, { prompt: `Sales, ask ${OTHERS[0]} or me, ${owner.email}`, clientKey: 'key-00001' }));
  await claimBuild(buildId, 'w1');
  const runToken = await mintRunToken({ buildId, models: [], ttlMs: 60_000 });
  const databasePassword = new URL(process.env.DATABASE_URL ?? '').password;
  const master = readFileSync(join(process.env.GLASSWORKS_DATA_DIR ?? '', 'secret.key'), 'utf8').trim();
  const settings = Object.values(SETTINGS).map((value) => value.replace('authorization=', ''));
  planted = [...settings, WAREHOUSE_PASSWORD, GUEST_TOKEN, ...SHAPED, runToken, master, ...OTHERS];
  if (databasePassword.length >= 8) planted.push(databasePassword);
  await failWith(planted);
  files = await unpack();
});
afterAll(async () => {
  for (const name of Object.keys(SETTINGS)) delete process.env[name];
  resetEnv();
  await closeQueue();
});

async function makeSandbox(): Promise<void> {
  const row = { provider: 'local', purpose: 'data-app', state: 'running', templateHash: 'abc123', snapshotBytes: 5n };
  await db().sandbox.create({ data: { ...row, id: newId('sbx'), key: appId, ref: { pid: 4711 }, token: encrypt(GUEST_TOKEN) } });
}

/** Every secret in every kind of event that carries words, and one cut in two by the streaming. */
async function failWith(secrets: readonly string[]): Promise<void> {
  const words = `env: ${secrets.join(' ')} .`;
  const [cut = ''] = SHAPED;
  const events: BuildEventBody[] = [
    { kind: 'step', name: 'generate', status: 'started' },
    { kind: 'text', delta: 'this is taken over ' },
    { kind: 'text.done', text: `said ${words}` },
    { kind: 'thinking', summary: words },
    { kind: 'tool', id: 't1', name: 'Bash', summary: words, path: `/x/${SHAPED[1]}`, status: 'failed' },
    { kind: 'check', name: 'types', status: 'failed', message: words },
    { kind: 'notice', code: 'n', message: words },
    { kind: 'text', delta: `and then ${cut.slice(0, 12)}` },
    { kind: 'step', name: 'generate', status: 'failed', ms: 12 },
    { kind: 'text', delta: `${cut.slice(12)} ends` },
  ];
  await db().$transaction((tx) => appendInTx(tx, buildId, events));
  const outcome = { status: 'failed', code: 'unprocessable', message: `It printed ${words}` } as const;
  await db().$transaction((tx) => settle(tx, buildId, 'w1', outcome));
  await keepHealth(appId, buildId);
}

async function unpack(): Promise<Map<string, string>> {
  const { filename, body } = await diagnosticsOf(owner, buildId);
  expect(filename).toBe(`diagnostics-${buildId}.tar.gz`);
  const limits = { what: 'file', files: 20, fileBytes: 5_000_000, totalBytes: 10_000_000 };
  const unpacked = await readArchive(Readable.from([body]), limits);
  return new Map([...unpacked].map(([path, content]) => [path.replace(`diagnostics-${buildId}/`, ''), content.toString('utf8')]));
}

const json = (name: string) => JSON.parse(files.get(name) ?? 'null');

test('no secret of any kind and nobody else’s address is in any file', () => {
  const all = [...files.values()].join('\n');
  expect(planted.length).toBeGreaterThan(13);
  expect(planted.filter((secret) => all.includes(secret) || all.includes(JSON.stringify(secret).slice(1, -1)))).toEqual([]);
  expect(all).not.toContain('x9x9x9');
  expect(all).not.toContain('MIIEfake');
  expect(all).toContain('[removed]');
  expect(all).toContain('[e-mail removed]');
});

test('what happened is there: the build, its log in order, its times, versions, sandbox and health', () => {
  expect([...files.keys()].sort()).toEqual([
    'README.txt',
    'build.json',
    'events.jsonl',
    'health.json',
    'model-calls.json',
    'sandbox.json',
    'versions.json',
  ]);
  expect(json('build.json')).toMatchObject({ id: buildId, status: 'failed', attempt: 1, error: { code: 'unprocessable' } });
  expect(json('build.json').steps).toMatchObject([{ step: 'generate', status: 'failed' }]);
  const events = (files.get('events.jsonl') ?? '').trim().split('\n');
  expect(events.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
    'prompt',
    'step',
    'text.done',
    'thinking',
    'tool',
    'check',
    'notice',
    'step',
    'error',
    'done',
    'text',
  ]);
  expect(json('versions.json')).toMatchObject({ image: 'abc123', node: process.version });
  expect(json('versions.json').agent).toMatch(/^\d+\.\d+\.\d+$/);
  expect(json('sandbox.json')).toMatchObject([{ key: appId, state: 'running', snapshotBytes: 5 }]);
  expect(json('health.json').atFailure.checks.length).toBeGreaterThan(5);
  expect(json('health.json').now.checks.length).toBeGreaterThan(5);
});

test('one’s own address stays, and so does what the person asked for', () => {
  expect(files.get('events.jsonl')).toContain(`or me, ${owner.email}`);
});

test('neither the sandbox’s token nor the way to it is in the file, not even encrypted', async () => {
  const row = await db().sandbox.findFirstOrThrow({ where: { key: appId }, omit: { token: false } });
  expect([...files.values()].join()).not.toContain(row.token);
  expect(json('sandbox.json')[0]).not.toHaveProperty('ref');
});

test('only who may change the app gets it', async () => {
  await expect(diagnosticsOf(await makeActor('viewer'), buildId)).rejects.toMatchObject({ code: 'not_found' });
  await expect(diagnosticsOf(await makeActor('editor'), buildId)).rejects.toMatchObject({ code: 'not_found' });
});

test('a file store that hangs costs seconds, and is said in the file', async () => {
  const behind = await startS3Emulator();
  const s3 = await startFaultyS3(behind.endpoint);
  const { bucket, accessKeyId, secretAccessKey } = behind;
  const settings = { S3_ENDPOINT: s3.endpoint, APPS_S3_BUCKET: bucket, S3_ACCESS_KEY: accessKeyId, S3_SECRET_KEY: secretAccessKey };
  Object.assign(process.env, settings);
  resetEnv();
  s3.fail('hang');
  const started = performance.now();
  const { atFailure } = JSON.parse((await unpack()).get('health.json') ?? '');
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(atFailure).toEqual({ unknown: expect.stringContaining('did not answer within 3 seconds') });
  for (const name of Object.keys(settings)) delete process.env[name];
  resetEnv();
  await s3.close();
  await behind.close();
}, 60_000);
