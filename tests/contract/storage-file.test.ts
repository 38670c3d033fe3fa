import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { env } from '#lib/env.ts';
import { objectStore } from '#lib/storage/open.ts';
import { storageConformance } from './storage-conformance.ts';

const root = join(env().GLASSWORKS_DATA_DIR, 'files');
const store = objectStore(env());
storageConformance('file', () => store);

it('keeps objects under the data folder when no bucket is set, and no draft after a put', async () => {
  expect(store.name).toBe('file');
  await store.put('drafts/a', 'x');
  expect(readdirSync(join(root, 'tmp'))).toEqual([]);
  expect(readFileSync(join(root, 'objects/drafts/a,obj'), 'utf8')).toMatch(/^x\{"glassworks":1/);
});

it('keeps an object and another one below its name, as a bucket does', async () => {
  await store.put('both/x', 'leaf');
  await store.put('both/x/y', 'below');
  expect(await text((await store.get('both/x'))!.body)).toBe('leaf');
  expect(await text((await store.get('both/x/y'))!.body)).toBe('below');
});

it('says that an object is damaged instead of serving it', async () => {
  await store.put('damaged/a', 'x');
  writeFileSync(join(root, 'objects/damaged/a,obj'), 'cut');
  await expect(store.get('damaged/a')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('damaged/a') });
});

it('lets one of many writers win an object that is written once', async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => store.put('race/x', `writer ${i}`, { ifAbsent: true })));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});
