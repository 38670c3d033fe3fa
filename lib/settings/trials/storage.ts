import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { TestResult } from '#lib/contracts/settings.ts';
import type { Env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { reachOfSetting } from '#lib/net/reach.ts';
import { probeKey } from '#lib/storage/keys.ts';
import { objectStore } from '#lib/storage/open.ts';
import { storing } from '#lib/storage/storing.ts';
import { createTrial } from './steps.ts';

const STEP_MS = 15_000;

/** Tries a storage with one small object: written, read, deleted. */
export async function tryStorage(source: Env): Promise<TestResult> {
  const trial = createTrial();
  const store = () => objectStore(source, reachOfSetting);
  const key = probeKey(randomUUID());
  const text = `probe ${key}`;
  await trial.step('settings', async () => {
    if (store().name === 'file') return 'Files in the data folder. Name a bucket to use S3.';
    const bucket = source.APPS_S3_BUCKET ?? source.S3_BUCKET;
    return `The bucket ${bucket} at ${source.S3_ENDPOINT ?? 'Amazon S3'}.`;
  });
  await trial.step('put', async () => {
    await storing(store().put(key, text, { contentType: 'text/plain' }), STEP_MS);
    return undefined;
  });
  await trial.step('get', async () => {
    const found = await storing(store().get(key), STEP_MS);
    const read = found === null ? null : (await storing(buffer(found.body), STEP_MS)).toString();
    if (read !== text) throw new AppError('unavailable', 'The storage returned other bytes than were written. Look at its own log.');
    return undefined;
  });
  await trial.step('delete', async () => {
    await storing(store().delete([key]), STEP_MS);
    if ((await storing(store().head(key), STEP_MS)) !== null) {
      throw new AppError('unavailable', 'The object is still there after it was deleted: give the key the right to delete objects.');
    }
    return undefined;
  });
  return trial.result();
}
