import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentHash } from './image-hash.ts';
import { sweepImages } from './image-sweep.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gw-image-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("an image's name follows the content of its sources, not their tests or what is installed", async () => {
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'src/main.ts'), 'one');
  const first = await contentHash([folder], 'x64');
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'node_modules/a.js'), 'installed');
  await writeFile(join(folder, 'src/main.test.ts'), 'test');
  expect(await contentHash([folder], 'x64')).toBe(first);
  expect(await contentHash([folder], 'arm64')).not.toBe(first);
  await writeFile(join(folder, 'src/main.ts'), 'two');
  expect(await contentHash([folder], 'x64')).not.toBe(first);
});

test('only images that nobody has used for an hour are removed', async () => {
  const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
  for (const [name, time] of [
    ['data-app-current', longAgo],
    ['data-app-recent', new Date()],
    ['data-app-old', longAgo],
    ['.building-interrupted', longAgo],
    ['something-else', longAgo],
  ] as const) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'image.json'), '{}');
    await utimes(join(folder, name, 'image.json'), time, time);
  }
  await sweepImages(folder, 'data-app-current');
  const left = ['data-app-current', 'data-app-recent', 'data-app-old', '.building-interrupted', 'something-else'].filter((name) =>
    existsSync(join(folder, name)),
  );
  expect(left).toEqual(['data-app-current', 'data-app-recent', 'something-else']);
});

test('a downloaded app installs the very versions that its sandbox had', async () => {
  const read = async (path: string) => JSON.parse(await readFile(join(ROOT, 'sandboxes/data-app', path), 'utf8'));
  const [image, template] = [await read('package.json'), await read('template/package.json')];
  expect({ ...template.dependencies, ...template.devDependencies }).toEqual(image.dependencies);
  const versions: string[] = Object.values({ ...image.dependencies, ...image.optionalDependencies });
  expect(versions.every((version) => /^\d+\.\d+\.\d+$/.test(version))).toBe(true);
});

test('no package of the image runs a script when it is installed', async () => {
  const lock = await readFile(join(ROOT, 'sandboxes/data-app/package-lock.json'), 'utf8');
  expect(lock).not.toContain('hasInstallScript');
});
