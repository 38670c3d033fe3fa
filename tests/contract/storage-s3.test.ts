import { afterAll, describe, expect, it } from 'vitest';
import { startS3Emulator } from '#emulators/s3/start.ts';
import { parseEnv } from '#lib/env.ts';
import { objectStore } from '#lib/storage/open.ts';
import { storageConformance } from './storage-conformance.ts';

const emulator = await startS3Emulator();
afterAll(() => emulator.close());

const open = (overrides: Record<string, string> = {}) =>
  objectStore(
    parseEnv({
      DATABASE_URL: 'postgres://unused',
      APPS_S3_BUCKET: emulator.bucket,
      S3_BUCKET: 'another',
      S3_ENDPOINT: emulator.endpoint,
      S3_ACCESS_KEY: emulator.accessKeyId,
      S3_SECRET_KEY: emulator.secretAccessKey,
      ...overrides,
    }),
  );
const store = open();
storageConformance('s3', () => store);

describe('a bucket that is not set up well', () => {
  it('names the access key when the secret is wrong, and never prints it', async () => {
    const failure = await open({ S3_SECRET_KEY: 'wrong-secret' })
      .test()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'unavailable', message: expect.stringContaining('S3_SECRET_KEY') });
    expect(String(failure)).not.toContain('wrong-secret');
    await expect(open({ S3_SECRET_KEY: 'wrong-secret' }).head('a/b')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('names the bucket when it does not exist', async () => {
    await expect(open({ APPS_S3_BUCKET: 'no-such-bucket' }).test()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('no-such-bucket does not exist'),
    });
  });

  it('names the endpoint when nobody answers there', async () => {
    await expect(open({ S3_ENDPOINT: 'http://127.0.0.1:9' }).test()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('S3_ENDPOINT'),
    });
  });

  it('refuses half an access key', () => {
    expect(() => open({ S3_SECRET_KEY: '' })).toThrow(/belong together/);
  });
});
