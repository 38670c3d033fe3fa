import { setTimeout as delay } from 'node:timers/promises';
import type { BuildEventBody } from '#lib/contracts/build-event.ts';
import { onceThereIsRoom } from '#lib/db/room.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { BuildState } from './build-state.ts';
import { appendAsWorker, lastSeq } from './event-log.ts';
import { EVENT_FLUSH_MS, EVENT_RETRIES, EVENT_RETRY_MS } from './tunables.ts';

export interface Emitter {
  emit(...events: BuildEventBody[]): void;
  /** What a next worker needs, as it is after everything said so far: written together with it. */
  mark(state: BuildState): void;
  /** Resolves when everything said so far is written; rejects when the log could not be reached for long. */
  flush(): Promise<void>;
}

interface EmitterOptions {
  readonly onLost: () => void;
  readonly waitsForRoom?: () => boolean;
}

const WAITED: BuildEventBody = {
  kind: 'notice',
  code: 'database_full',
  message: 'The disk of the database was full. Nothing is lost: the build waited, and goes on by itself.',
};

/**
 * Writes a build's events in order and in batches: the first of a batch at once, what follows within a few dozen
 * milliseconds. A batch that cannot be written is tried again, and lost only with the build: `onLost` is called when
 * the log takes no more of this worker's events. A batch whose answer was lost is not written twice. A database without
 * room is waited for as long as `waitsForRoom` says so: the build keeps what it has done, and nobody else could go on.
 */
export function createEmitter(buildId: string, workerId: string, { onLost, waitsForRoom = () => true }: EmitterOptions): Emitter {
  let waiting: BuildEventBody[] = [];
  let state: BuildState | undefined;
  let writing: Promise<void> | null = null;
  let lost = false;
  /** The last event that is known to be in the log. */
  let last: number | null = null;

  const pending = () => !lost && (waiting.length > 0 || state !== undefined);

  const writeAll = async () => {
    while (pending()) {
      const batch = merge(waiting);
      const mark = state;
      waiting = [];
      state = undefined;
      if (!(await write(batch, mark))) giveUp();
      if (pending()) await delay(EVENT_FLUSH_MS);
    }
  };
  const giveUp = () => {
    lost = true;
    onLost();
  };
  /** What was refused for want of room is written when there is some, and the person is told why nothing was heard. */
  const append = async (batch: readonly BuildEventBody[], mark: BuildState | undefined): Promise<boolean> => {
    last ??= await lastSeq(buildId);
    const place = { state: mark, after: last };
    let waited = false;
    const waits = () => {
      if (!waited) log.error({ buildId }, 'the database has no room for build events; waiting for some');
      waited = true;
      return waitsForRoom();
    };
    const written = await onceThereIsRoom(() => appendAsWorker(buildId, workerId, batch, place), waits);
    last += batch.length;
    if (waited) waiting.unshift(WAITED);
    return written;
  };
  /** Tries again for a while: a database that hiccups must not cost a build its words. */
  const write = async (batch: readonly BuildEventBody[], mark: BuildState | undefined): Promise<boolean> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await append(batch, mark);
      } catch (error) {
        if (attempt === EVENT_RETRIES) {
          giveUp(); // what follows must not be written without it
          throw error;
        }
        log.warn({ buildId, attempt, err: toError(error) }, 'build events could not be written; trying again');
        await delay(EVENT_RETRY_MS * attempt);
      }
    }
  };
  const start = (): Promise<void> => {
    writing ??= writeAll().finally(() => {
      writing = null;
    });
    return writing;
  };
  const startQuietly = () => {
    start().catch((error: unknown) => log.error({ buildId, err: toError(error) }, 'writing build events failed'));
  };
  return {
    emit(...events) {
      waiting.push(...events);
      startQuietly();
    },
    mark(next) {
      state = next;
      startQuietly();
    },
    async flush() {
      while (pending() || writing) await start();
    },
  };
}

/** Text that streams in small pieces is one event a batch. */
function merge(events: readonly BuildEventBody[]): BuildEventBody[] {
  const merged: BuildEventBody[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    if (event.kind === 'text' && last?.kind === 'text') merged[merged.length - 1] = { kind: 'text', delta: last.delta + event.delta };
    else merged.push(event);
  }
  return merged;
}
