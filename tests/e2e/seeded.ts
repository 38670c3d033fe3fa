import { join } from 'node:path';
import { createSignInLink } from '#lib/auth/sign-in-link.ts';
import { db } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { bundleKey, bundlePrefix, sourceKey } from '#lib/storage/keys.ts';
import { fileStore } from '#lib/storage/providers/file.ts';
import type { Instance } from './instance.ts';

interface Seed {
  readonly name: string;
  readonly ownerId: string;
  /** What each version serves, from version 1 on. */
  readonly versions: readonly ReadonlyMap<string, Buffer>[];
  readonly published?: number;
  /** By default everybody may see what is published; a personal app is its owner's. */
  readonly personal?: boolean;
}

export interface SeededApp {
  readonly id: string;
  /** Prefixes of the bundles, from version 1 on. */
  readonly prefixes: readonly string[];
}

/** A person, and the link that signs them in once. */
export async function seedPerson(role: 'viewer' | 'editor', name: string): Promise<{ id: string; link: string }> {
  const id = newId('usr');
  const { email } = await db().user.create({ data: { id, email: `${id}@example.com`, name, role } });
  return { id, link: await createSignInLink(email) };
}

/** An app with its versions, as builds would have left them. */
export async function seedApp({ dataDir }: Instance, { name, ownerId, versions, published, personal = false }: Seed): Promise<SeededApp> {
  const project = await db().project.findFirstOrThrow();
  const space = personal ? null : await db().space.create({ data: { id: newId('spc'), name: `Space of ${name}` } });
  const id = newId('app');
  const store = fileStore(join(dataDir, 'files'));
  const data = { id, name, named: true, ownerId, projectId: project.id, spaceId: space?.id ?? null };
  await db().app.create({ data: { ...data, headVersion: versions.length, publishedVersion: published ?? null } });
  const prefixes: string[] = [];
  for (const [index, files] of versions.entries()) {
    const prefix = bundlePrefix(id, newId('bld'));
    for (const [path, body] of files) await store.put(bundleKey(prefix, path), body);
    const row = { appId: id, number: index + 1, prompt: `Version ${index + 1}`, createdById: ownerId, bundlePrefix: prefix };
    await db().version.create({
      data: { ...row, sourceKey: sourceKey(id, newId('bld')), files: [], evidence: { checks: [] }, queries: [] },
    });
    prefixes.push(prefix);
  }
  return { id, prefixes };
}
