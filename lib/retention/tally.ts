import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';

const EXAMPLES = 5;

export interface Tally {
  count: number;
  bytes: number;
  readonly examples: string[];
  failed: number;
}

export const newTally = (): Tally => ({ count: 0, bytes: 0, examples: [], failed: 0 });

/** Counts what was deleted, or would be. */
export function add(tally: Tally, bytes: number, example: string): void {
  tally.count++;
  tally.bytes += bytes;
  if (tally.examples.length < EXAMPLES) tally.examples.push(example);
}

/** One thing that cannot be deleted must not keep the others. */
export async function each<T>(items: readonly T[], tally: Tally, act: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) {
    try {
      await act(item);
    } catch (error) {
      tally.failed++;
      log.warn({ err: toError(error) }, 'something old could not be deleted');
    }
  }
}
