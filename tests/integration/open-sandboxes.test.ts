import { afterEach, expect, test } from 'vitest';
import { resetEnv } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { dataDir } from '#lib/paths.ts';
import { newToken } from '#lib/sandbox/machine.ts';
import { openSandboxes } from '#lib/sandbox/open-sandboxes.ts';
import { createLocalProvider } from '#lib/sandbox/providers/local/local-provider.ts';
import { store } from '#lib/storage/store.ts';
import { dataAppImage } from '../setup/data-app-image.ts';

const SETTINGS = [
  'GLASSWORKS_HOST',
  'GLASSWORKS_IMAGE_DIR',
  'GLASSWORKS_ALLOW_WEAK_ISOLATION',
  'SANDBOX_PROVIDER',
  'SANDBOX_POOL_SIZE',
  'GLASSWORKS_SUPERVISED',
];

/** Opens them under these settings, says what there is, and closes them. */
async function tryWith(settings: Record<string, string>): Promise<{ ok: boolean; message: string }> {
  Object.assign(process.env, { SANDBOX_POOL_SIZE: '0', ...settings });
  resetEnv();
  const opened = await openSandboxes(store());
  const status = opened.status();
  expect(opened.current() !== null).toBe(status.ok);
  await opened.close();
  return status;
}

afterEach(() => {
  for (const name of SETTINGS) delete process.env[name];
  resetEnv();
});

test('a server that others reach gets no sandboxes that share its kernel, unless the operator says so', async () => {
  const { dir } = await dataAppImage();
  const open = { GLASSWORKS_HOST: '0.0.0.0', GLASSWORKS_IMAGE_DIR: dir };
  expect(await tryWith(open)).toMatchObject({ ok: false, message: expect.stringContaining('GLASSWORKS_ALLOW_WEAK_ISOLATION=true') });
  expect(await tryWith({ ...open, GLASSWORKS_ALLOW_WEAK_ISOLATION: 'true' })).toMatchObject({ ok: true });
  expect(await tryWith({ GLASSWORKS_HOST: '127.0.0.1', GLASSWORKS_IMAGE_DIR: dir, GLASSWORKS_ALLOW_WEAK_ISOLATION: '' })).toMatchObject({
    ok: true,
  });
});

test('without an image, or with a provider of a later release, it says what to do', async () => {
  const { dir } = await dataAppImage();
  expect(await tryWith({})).toMatchObject({ ok: false, message: expect.stringContaining('npm start') });
  expect(await tryWith({ GLASSWORKS_IMAGE_DIR: dir, SANDBOX_PROVIDER: 'e2b' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('local'),
  });
});

test('an orderly stop of the only worker ends a sandbox that a killed one wrote down nowhere', async () => {
  const { dir } = await dataAppImage();
  Object.assign(process.env, { SANDBOX_POOL_SIZE: '0', GLASSWORKS_IMAGE_DIR: dir, GLASSWORKS_SUPERVISED: '1' });
  resetEnv();
  const opened = await openSandboxes(store());
  const provider = createLocalProvider({ dataDir: dataDir(), imageDir: dir });
  const limits = { memory: 512 * 1024 ** 2, cpus: 1, processes: 64, disk: 64 * 1024 ** 2 };
  const signal = AbortSignal.timeout(20_000);
  await provider.create({ id: newId('sbx'), purpose: 'data-app', token: newToken(), limits, signal });
  await opened.close();
  expect(await provider.list(signal)).toEqual([]);
});
