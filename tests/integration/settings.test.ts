import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startMessagesApi } from '#emulators/messages-api/server.ts';
import { startS3Emulator } from '#emulators/s3/start.ts';
import { db } from '#lib/db/client.ts';
import { env, resetEnv } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { currentProvider } from '#lib/models/choose-provider.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { decrypt, encrypt } from '#lib/secrets.ts';
import { changeSettings } from '#lib/settings/change.ts';
import { showSettings } from '#lib/settings/in-force.ts';
import { rotateSecretKey } from '#lib/settings/rotate.ts';
import { loadStored } from '#lib/settings/stored.ts';
import { trySettings } from '#lib/settings/try-settings.ts';
import { store } from '#lib/storage/store.ts';
import { makeActor, makeProject } from '#tests/setup/records.ts';

const KEY = 'sk-ant-api03-a-key-that-nobody-has-1234';
let admin: Actor;

beforeAll(async () => {
  admin = await makeActor('admin');
});

const given: string[] = [];
function give(name: string, value: string): void {
  process.env[name] = value;
  given.push(name);
  resetEnv();
}
afterEach(async () => {
  for (const name of given.splice(0)) delete process.env[name];
  resetEnv();
  await db().setting.deleteMany({});
  await loadStored();
});

const setting = async (page: 'model' | 'storage' | 'sandbox', variable: string) =>
  (await showSettings(page)).settings.find((row) => row.variable === variable);

test('the environment wins over what is stored, which wins over the default, and each says so', async () => {
  expect(await setting('sandbox', 'SANDBOX_POOL_SIZE')).toMatchObject({ value: 1, origin: 'default', editable: true });
  await changeSettings(admin, 'sandbox', { values: { 'sandbox.poolSize': 3 } });
  expect(await setting('sandbox', 'SANDBOX_POOL_SIZE')).toMatchObject({ value: 3, origin: 'stored', editable: true });
  expect(env().SANDBOX_POOL_SIZE).toBe(3);
  give('SANDBOX_POOL_SIZE', '2');
  expect(await setting('sandbox', 'SANDBOX_POOL_SIZE')).toMatchObject({ value: 2, origin: 'env', editable: false });
  expect(env().SANDBOX_POOL_SIZE).toBe(2);
  await expect(changeSettings(admin, 'sandbox', { values: { SANDBOX_POOL_SIZE: 4 } })).rejects.toThrow(
    /SANDBOX_POOL_SIZE in the environment, which wins/,
  );
});

test('a switch that nobody set is shown as it is in force', async () => {
  const shown = async () => (await showSettings('features')).settings.find((row) => row.variable === 'APPS_RUNTIME_ENABLED');
  expect(await shown()).toMatchObject({ value: true, origin: 'default' });
  await changeSettings(admin, 'features', { values: { APPS_RUNTIME_ENABLED: false } });
  expect(await shown()).toMatchObject({ value: false, origin: 'stored' });
  expect(env().APPS_RUNTIME_ENABLED).toBe(false);
});

test('a secret is stored encrypted, shown by its last four letters, and never said in the audit log', async () => {
  await changeSettings(admin, 'model', { values: { ANTHROPIC_API_KEY: KEY } });
  const row = await db().setting.findUniqueOrThrow({ where: { key: 'model.anthropic.apiKey' } });
  expect(JSON.stringify(row.value)).not.toContain(KEY);
  expect(await setting('model', 'ANTHROPIC_API_KEY')).toMatchObject({ value: { set: true, last4: '1234' }, origin: 'stored' });
  expect(currentProvider().name).toBe('anthropic');
  const lines = await db().auditEntry.findMany({ where: { action: 'settings.changed' }, orderBy: { seq: 'desc' }, take: 1 });
  expect(lines[0]?.details).toEqual({ settings: ['model.anthropic.apiKey'] });
  expect(JSON.stringify(lines[0]?.details)).not.toContain('1234');
  await changeSettings(admin, 'model', { values: { ANTHROPIC_API_KEY: null } });
  expect(currentProvider().name).toBe('demo');
});

test('a setting that another process stored counts once it is read again; a damaged one counts as the default', async () => {
  await db().setting.create({ data: { key: 'sandbox.poolSize', value: { text: '5' } } });
  await db().setting.create({ data: { key: 'sandbox.warmMs', value: { text: 'soon' } } });
  await db().setting.create({ data: { key: 'model.anthropic.apiKey', value: { secret: 'v1.00000000.AAAA', last4: '' } } });
  expect(env().SANDBOX_POOL_SIZE).toBe(1);
  await loadStored();
  expect([env().SANDBOX_POOL_SIZE, env().SANDBOX_WARM_MS, env().ANTHROPIC_API_KEY]).toEqual([5, 300_000, undefined]);
});

test('of two who save at the same time, the second is told', async () => {
  const { version } = await showSettings('sandbox');
  const saved = await Promise.allSettled(
    [1, 2, 3, 4].map((value) => changeSettings(admin, 'sandbox', { version, values: { SANDBOX_WARM_MS: value * 60_000 } })),
  );
  expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = saved.find((one) => one.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'conflict', message: expect.stringContaining('Somebody else changed') });
});

test('nothing is stored when one of the values does not fit, or they do not fit together', async () => {
  await expect(changeSettings(admin, 'sandbox', { values: { SANDBOX_WARM_MS: 60_000, SANDBOX_POOL_SIZE: 99 } })).rejects.toThrow(
    /Ready in advance/,
  );
  await expect(changeSettings(admin, 'storage', { values: { S3_BUCKET: 'b', S3_ACCESS_KEY: 'only-one-half' } })).rejects.toThrow(
    /belong together/,
  );
  await expect(changeSettings(admin, 'storage', { values: { ANTHROPIC_MODEL_NAME: 'x' } })).rejects.toThrow(
    /no setting "ANTHROPIC_MODEL_NAME" here/,
  );
  await expect(changeSettings(admin, 'sandbox', { values: { GLASSWORKS_ALLOW_WEAK_ISOLATION: true } })).rejects.toThrow(
    /in the environment only/,
  );
  expect(await db().setting.count()).toBe(0);
});

test('a model provider is tried by a real call with values that are not saved', async () => {
  const api = await startMessagesApi({ apiKey: KEY });
  try {
    give('GLASSWORKS_ALLOW_PRIVATE_NETWORK_TESTS', 'true');
    const values = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: api.url };
    const result = await trySettings(admin, 'model', values);
    expect(result.steps.map(({ name, status }) => [name, status])).toEqual([
      ['settings', 'ok'],
      ['reach', 'ok'],
      ['call', 'ok'],
    ]);
    expect(api.requests.some(({ body }) => body.max_tokens === 16)).toBe(true);
    const wrong = await trySettings(admin, 'model', { ...values, ANTHROPIC_API_KEY: 'sk-ant-a-wrong-key' });
    expect(wrong.ok).toBe(false);
    expect(wrong.steps).toMatchObject([
      { status: 'ok' },
      { status: 'failed', message: expect.stringContaining('Confirm that ANTHROPIC_API_KEY is valid') },
      { status: 'skipped' },
    ]);
    expect(JSON.stringify(wrong)).not.toContain('sk-ant-a-wrong-key');
    expect(await db().setting.count()).toBe(0);
    expect(await db().auditEntry.count({ where: { action: 'settings.tested', subjectId: 'model' } })).toBe(2);
  } finally {
    await api.close();
  }
});

test('a test reaches nothing on this machine or on the link unless the operator allows it', async () => {
  const api = await startMessagesApi({ apiKey: KEY });
  try {
    for (const address of [
      api.url,
      `http://localhost:${api.port}`,
      `http://[::ffff:127.0.0.1]:${api.port}`,
      `http://2130706433:${api.port}`,
    ]) {
      const model = await trySettings(admin, 'model', { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: address });
      expect(model.steps[1], address).toMatchObject({ status: 'failed', message: expect.stringContaining('is not a public address') });
      const storage = await trySettings(admin, 'storage', { S3_BUCKET: 'b', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 's', S3_ENDPOINT: address });
      expect(storage.steps[1], address).toMatchObject({ status: 'failed', message: expect.stringContaining('is not a public address') });
      const bedrock = { AI_DEFAULT_PROVIDER: 'bedrock', BEDROCK_REGION: 'us-east-1', BEDROCK_API_KEY: 'k', BEDROCK_ENDPOINT: address };
      expect((await trySettings(admin, 'model', bedrock)).ok, address).toBe(false);
    }
    await expect(trySettings(admin, 'storage', { S3_BUCKET: 'b', S3_ENDPOINT: 'http://169.254.169.254' })).rejects.toThrow(/link-local/);
    expect(api.requests).toEqual([]);
  } finally {
    await api.close();
  }
});

test("a stored address is guarded in use, too; one of the environment is the operator's own word", async () => {
  const api = await startMessagesApi({ apiKey: KEY });
  try {
    await changeSettings(admin, 'model', { values: { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: api.url } });
    expect((await currentProvider().check(AbortSignal.timeout(10_000))).message).toContain('is not a public address');
    give('ANTHROPIC_BASE_URL', api.url);
    expect(await currentProvider().check(AbortSignal.timeout(10_000))).toMatchObject({ ok: true });
  } finally {
    await api.close();
  }
});

test('a storage is tried with an object that is written, read and deleted; failures say what to check', async () => {
  const s3 = await startS3Emulator();
  try {
    give('GLASSWORKS_ALLOW_PRIVATE_NETWORK_TESTS', 'true');
    const values = {
      APPS_S3_BUCKET: s3.bucket,
      S3_ENDPOINT: s3.endpoint,
      S3_ACCESS_KEY: s3.accessKeyId,
      S3_SECRET_KEY: s3.secretAccessKey,
    };
    const good = await trySettings(admin, 'storage', values);
    expect(good.steps.map(({ name, status }) => `${name} ${status}`)).toEqual(['settings ok', 'put ok', 'get ok', 'delete ok']);
    const wrongKey = await trySettings(admin, 'storage', { ...values, S3_SECRET_KEY: 'wrong' });
    expect(wrongKey.steps[1]).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('check S3_ACCESS_KEY and S3_SECRET_KEY'),
    });
    const noBucket = await trySettings(admin, 'storage', { ...values, APPS_S3_BUCKET: 'nowhere' });
    expect(noBucket.steps[1]).toMatchObject({ status: 'failed', message: expect.stringContaining('set APPS_S3_BUCKET') });
    await changeSettings(admin, 'storage', { values });
    expect(store().name).toBe('s3');
    await store().put('probes/after', 'x');
    expect(await store().head('probes/after')).toMatchObject({ size: 1 });
  } finally {
    await s3.close();
  }
});

test('a sandbox is made, asked and destroyed; without an image it says what to do', async () => {
  const result = await trySettings(admin, 'sandbox', {});
  expect(result.steps[0]).toMatchObject({ name: 'settings', status: 'failed', message: expect.stringContaining('`npm start` makes it') });
  expect(result.steps.slice(1).map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped', 'skipped']);
});

test('a rotation that is cut short loses nothing, and goes on where it stopped', async () => {
  const secret = process.env.GLASSWORKS_SECRET_KEY ?? '';
  delete process.env.GLASSWORKS_SECRET_KEY;
  resetEnv();
  try {
    const projects = await Promise.all(['one', 'two', 'three'].map((text) => projectWithSecret(text)));
    await changeSettings(admin, 'model', { values: { ANTHROPIC_API_KEY: KEY } });
    const secrets = async () => {
      const rows = await db().project.findMany({ where: { id: { in: projects } }, omit: { warehouseSecret: false } });
      return projects.map((id) => decrypt(rows.find((row) => row.id === id)?.warehouseSecret ?? ''));
    };
    const before = keyFileLines();
    let written = 0;
    const crash = () => {
      if (++written === 2) throw new Error('the power went out');
    };
    await expect(rotateSecretKey(crash)).rejects.toThrow('the power went out');
    expect(keyFileLines()).toHaveLength(2);
    expect(await secrets()).toEqual(['one', 'two', 'three']);
    expect(env().ANTHROPIC_API_KEY).toBe(KEY);

    const { reencrypted } = await rotateSecretKey();
    expect(reencrypted).toBe(2);
    expect(keyFileLines()).toHaveLength(1);
    expect(keyFileLines()).not.toEqual(before);
    expect(await secrets()).toEqual(['one', 'two', 'three']);
    await db().setting.create({ data: { key: 'unrelated', value: 'x' } });
    await loadStored();
    expect(env().ANTHROPIC_API_KEY).toBe(KEY);
    expect(await db().auditEntry.count({ where: { action: 'secret_key.rotated' } })).toBe(1);
  } finally {
    process.env.GLASSWORKS_SECRET_KEY = secret;
    resetEnv();
  }
});

const keyFileLines = (): string[] => readFileSync(join(env().GLASSWORKS_DATA_DIR, 'secret.key'), 'utf8').trim().split('\n');

async function projectWithSecret(text: string): Promise<string> {
  const id = await makeProject();
  await db().project.update({ where: { id }, data: { warehouseSecret: encrypt(text), name: newId('prj') } });
  return id;
}
