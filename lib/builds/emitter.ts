import type { BuildEventBody } from '#lib/contracts/build-event.ts';
import { log } from '#lib/log.ts';
import type { BuildState } from './build-state.ts';
import { appendAsWorker } from './event-log.ts';
import { EVENT_FLUSH_MS } from './tunables.ts';

export interface Emitter {
  emit(...events: BuildEventBody[]): void;
  /** What a next worker needs, as it is after everything said so far: written together with it. */
  mark(state: BuildState): void;
  /** Resolves when everything said so far is written. */
  flush(): Promise<void>;
}

/**
 * Writes a build's events in order and in batches: the first of a batch at once, what follows within a few dozen
 * milliseconds. `onLost` is called when the log takes no more of this worker's events.
 */
export function createEmitter(buildId: string, workerId: string, onLost: () => void): Emitter {
  let waiting: BuildEventBody[] = [];
  let state: BuildState | undefined;
  let writing: Promise<void> | null = null;
  let lost = false;

  const pending = () => waiting.length > 0 || state !== undefined;
  const writeAll = async () => {
    while (pending() && !lost) {
      const batch = merge(waiting);
      const mark = state;
      waiting = [];
      state = undefined;
      if (!(await appendAsWorker(buildId, workerId, batch, mark))) {
        lost = true;
        onLost();
      }
      if (!pending()) return;
      await new Promise((resolve) => setTimeout(resolve, EVENT_FLUSH_MS));
    }
  };
  const start = () => {
    writing ??= writeAll().finally(() => {
      writing = null;
    });
    return writing;
  };
  return {
    emit(...events) {
      waiting.push(...events);
      start().catch((error: unknown) => log.error({ buildId, err: error }, 'writing build events failed'));
    },
    mark(next) {
      state = next;
      start().catch((error: unknown) => log.error({ buildId, err: error }, 'writing the state of a build failed'));
    },
    async flush() {
      while ((pending() && !lost) || writing) await start();
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
