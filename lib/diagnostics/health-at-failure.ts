import { buffer } from 'node:stream/consumers';
import { toError } from '#lib/errors.ts';
import { readHealth } from '#lib/health/health.ts';
import { log } from '#lib/log.ts';
import { healthKey } from '#lib/storage/keys.ts';
import { store } from '#lib/storage/store.ts';
import { storing } from '#lib/storage/storing.ts';

/** The worker waits for it before it takes the next build, and a person for the download. */
const STORE_MS = 3_000;

/** Keeps how every part is while a build has just failed. Its own failure is only logged: the build's counts. */
export async function keepHealth(appId: string, buildId: string): Promise<void> {
  try {
    const health = { at: new Date().toISOString(), ...(await readHealth()) };
    const stored = store().put(healthKey(appId, buildId), JSON.stringify(health), { contentType: 'application/json' });
    await storing(stored, STORE_MS);
  } catch (error) {
    log.warn({ buildId, err: toError(error) }, 'how the parts were when a build failed could not be kept');
  }
}

/** What `keepHealth` kept; why not, when there is nothing. */
export async function healthAtFailure(appId: string, buildId: string): Promise<unknown> {
  try {
    const kept = await storing(readKept(appId, buildId), STORE_MS);
    return kept === null ? { unknown: 'Nothing was kept when the build ended.' } : JSON.parse(kept);
  } catch (error) {
    return { unknown: `It could not be read: ${toError(error).message}` };
  }
}

async function readKept(appId: string, buildId: string): Promise<string | null> {
  const found = await store().get(healthKey(appId, buildId));
  return found && (await buffer(found.body)).toString('utf8');
}
