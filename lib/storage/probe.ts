import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { AppError, toError } from '#lib/errors.ts';
import type { ObjectStore } from './contract.ts';
import { probeKey } from './keys.ts';

/**
 * Writes, reads and deletes one small object.
 * @param remedy what to do when the storage misbehaves without saying why
 */
export async function probe(store: ObjectStore, remedy: string): Promise<void> {
  const key = probeKey(randomUUID());
  const text = `probe ${key}`;
  try {
    await store.put(key, text, { contentType: 'text/plain' });
    const found = await store.get(key);
    const read = found === null ? null : (await buffer(found.body)).toString();
    if (read !== text) throw new AppError('unavailable', `The storage returned other bytes than were written. ${remedy}`);
    await store.delete([key]);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('unavailable', `The storage does not work: ${toError(error).message}. ${remedy}`, { cause: error });
  }
}
