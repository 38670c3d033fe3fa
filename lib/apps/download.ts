import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { productRoot } from '#lib/paths.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { findApp } from './apps.ts';
import { writeArchive } from './archive.ts';
import { findSource, readSource } from './source.ts';

const SKIP = /(^|\/)(node_modules|dist|src)(\/|$)/;

/** A version as an ordinary Vite project: the template's own files with the version's `src/` in them. */
export async function downloadSource(actor: Actor, appId: string, number: number): Promise<{ filename: string; body: Buffer }> {
  const app = await findApp(actor, appId);
  const source = await readSource(await findSource(actor, appId, number));
  const name = `${slug(app.name)}-v${number}`;
  const files = new Map<string, Buffer>();
  for (const [path, content] of await templateFiles()) files.set(`${name}/${path}`, content);
  for (const [path, content] of source) files.set(`${name}/${path}`, content);
  return { filename: `${name}.tar.gz`, body: await buffer(writeArchive(files)) };
}

async function templateFiles(): Promise<Map<string, Buffer>> {
  const folder = join(productRoot(), 'sandboxes', 'data-app', 'template');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const kept = paths.filter((path) => !SKIP.test(path));
  return new Map(await Promise.all(kept.map(async (path) => [path, await readFile(join(folder, path))] as const)));
}

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40) || 'app';
