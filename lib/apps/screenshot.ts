import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { screenshotKey } from '#lib/storage/keys.ts';
import { store } from '#lib/storage/store.ts';
import { findSource } from './source.ts';

/**
 * The picture of a version, as its author saw it. Authors only: it shows what the author may see, and others may see
 * less.
 */
export async function readScreenshot(actor: Actor, appId: string, number: number): Promise<Buffer> {
  const version = await findSource(actor, appId, number);
  // A restored version keeps the files of the build that made it. A duplicate's are of another app, whose author may
  // see more than the owner of the copy.
  const [, madeFor, , build = ''] = version.bundlePrefix.split('/');
  const object = madeFor === appId ? await store().get(screenshotKey(appId, build)) : null;
  if (!object) throw new AppError('not_found', `No picture was taken of version ${number}.`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.body) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
