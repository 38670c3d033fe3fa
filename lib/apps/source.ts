import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { VersionFile, VersionFileText } from '#lib/contracts/app.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireManageApp } from '#lib/permissions/can.ts';
import { store } from '#lib/storage/store.ts';
import { readArchive, SOURCE_LIMITS } from './archive.ts';
import { findVersion, type VersionRow } from './versions.ts';

/** The source files of a version, by path. Authors only: viewers see the app, not its code. */
export async function listFiles(actor: Actor, appId: string, number: number): Promise<z.infer<typeof VersionFile>[]> {
  const version = await findSource(actor, appId, number);
  return version.files as z.infer<typeof VersionFile>[];
}

export async function readSourceFile(actor: Actor, appId: string, number: number, path: string): Promise<z.infer<typeof VersionFileText>> {
  const files = await readSource(await findSource(actor, appId, number));
  const content = files.get(path);
  if (!content) throw new AppError('not_found', `Version ${number} has no file ${path}.`);
  return { path, size: content.length, text: content.toString('utf8') };
}

/** The version, when the actor may read its source. */
export async function findSource(actor: Actor, appId: string, number: number): Promise<VersionRow> {
  const { app, version } = await findVersion(actor, appId, number);
  requireManageApp(actor, app);
  return version;
}

/** All source files of a version, from the object store. */
export async function readSource(version: { readonly sourceKey: string }): Promise<Map<string, Buffer>> {
  return readArchive(await openSource(version.sourceKey), SOURCE_LIMITS);
}

/** The stored archive itself, for unpacking in a sandbox. */
export async function openSource(sourceKey: string): Promise<Readable> {
  const object = await store().get(sourceKey);
  if (!object) throw new AppError('internal', 'The stored source of this version is missing. Restore the object store from a backup.');
  return object.body;
}
