import { db } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import type { ObjectStore } from '#lib/storage/contract.ts';
import { buildFilesPrefix } from '#lib/storage/keys.ts';
import { storing } from '#lib/storage/storing.ts';
import { add, each, newTally, type Tally } from './tally.ts';

const STORE_MS = 60_000;
const DELETE_AT_ONCE = 1_000;

interface OldBundle {
  readonly prefix: string;
  readonly names: string;
}

/**
 * Bundles that only versions use which are older than this moment, not the newest of their app and not published.
 * Versions that were restored or duplicated share a bundle: it stays while any of them is given to somebody.
 */
export async function sweepBundles(store: ObjectStore, before: Date | null, dryRun: boolean): Promise<Tally> {
  const tally = newTally();
  if (before === null) return tally;
  const old = await db().$queryRaw<OldBundle[]>`
    SELECT version."bundlePrefix" AS "prefix", string_agg(app."name" || ' ' || version."number", ', ' ORDER BY app."name", version."number") AS "names"
    FROM "Version" version JOIN "App" app ON app."id" = version."appId"
    WHERE version."bundleGoneAt" IS NULL
    GROUP BY version."bundlePrefix"
    HAVING bool_and(version."createdAt" < ${before} AND version."number" IS DISTINCT FROM app."headVersion"
      AND version."number" IS DISTINCT FROM app."publishedVersion")
    ORDER BY version."bundlePrefix"`;
  await each(old, tally, async ({ prefix, names }) => {
    const { keys, bytes } = await filesUnder(store, prefix);
    if (!dryRun && !(await forget(prefix, before))) return;
    if (!dryRun) await deleteAll(store, prefix, keys);
    add(tally, bytes, names);
  });
  return tally;
}

/** Marks the versions, unless one of them came back into use. Whoever publishes or restores waits for the app's row. */
function forget(prefix: string, before: Date): Promise<boolean> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM "App" WHERE "id" IN (SELECT "appId" FROM "Version" WHERE "bundlePrefix" = ${prefix}) ORDER BY "id" FOR UPDATE`;
    const versions = await tx.version.findMany({ where: { bundlePrefix: prefix }, include: { app: true } });
    const used = versions.some(
      ({ number, createdAt, app }) => createdAt >= before || number === app.headVersion || number === app.publishedVersion,
    );
    if (used) return false;
    await tx.version.updateMany({ where: { bundlePrefix: prefix }, data: { bundleGoneAt: await databaseNow(tx) } });
    return true;
  });
}

async function deleteAll(store: ObjectStore, prefix: string, keys: readonly string[]): Promise<void> {
  try {
    await deleteKeys(store, keys);
  } catch (error) {
    // What is left is found by the next sweep.
    await db().version.updateMany({ where: { bundlePrefix: prefix }, data: { bundleGoneAt: null } });
    throw error;
  }
}

interface Leftover {
  readonly id: string;
  readonly appId: string;
  readonly name: string;
}

/** Files of builds that ended before this moment without a version; the draft that the next build would go on from stays. */
export async function sweepLeftovers(store: ObjectStore, before: Date | null, dryRun: boolean): Promise<Tally> {
  const tally = newTally();
  if (before === null) return tally;
  const old = await db().$queryRaw<Leftover[]>`
    SELECT build."id", build."appId", app."name" FROM "Build" build JOIN "App" app ON app."id" = build."appId"
    WHERE build."filesGoneAt" IS NULL AND build."finishedAt" < ${before} AND build."status" IN ('failed', 'cancelled')
      AND build."versionNumber" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "Version" version WHERE version."buildId" = build."id")
      AND build."id" NOT IN (SELECT split_part("draftSourceKey", '/', 4) FROM "App" WHERE "draftSourceKey" IS NOT NULL)
    ORDER BY build."id"`;
  await each(old, tally, async ({ id, appId, name }) => {
    const { keys, bytes } = await filesUnder(store, buildFilesPrefix(appId, id));
    if (!dryRun) {
      await deleteKeys(store, keys);
      await db().build.update({ where: { id }, data: { filesGoneAt: await databaseNow() } });
    }
    if (keys.length > 0) add(tally, bytes, name);
  });
  return tally;
}

async function filesUnder(store: ObjectStore, prefix: string): Promise<{ keys: string[]; bytes: number }> {
  const list = async () => {
    const keys: string[] = [];
    let bytes = 0;
    for await (const { key, size } of store.list(prefix)) {
      keys.push(key);
      bytes += size;
    }
    return { keys, bytes };
  };
  return storing(list(), STORE_MS);
}

async function deleteKeys(store: ObjectStore, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += DELETE_AT_ONCE) await storing(store.delete(keys.slice(at, at + DELETE_AT_ONCE)), STORE_MS);
}
