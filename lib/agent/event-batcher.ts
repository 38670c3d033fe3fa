import type { AgentEvent } from './agent-event.ts';
import { coalesce } from './to-build-events.ts';

/** A write to the log for every delta would be slow; waiting longer would be felt. */
const FLUSH_MS = 40;

/**
 * Takes events and where the output has been read to.
 * `nextSeq` is the chunk from which `attachAgent` goes on without a gap or a repetition once these events are stored.
 */
export type OnEvents = (events: readonly AgentEvent[], nextSeq: number) => void | Promise<void>;

/** Hands events on in order, one batch at a time, drafts merged. */
export function createBatcher(onEvents: OnEvents) {
  let waiting: AgentEvent[] = [];
  let nextSeq = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tail: Promise<void> = Promise.resolve();
  let failure: unknown;

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = coalesce(waiting);
    const upTo = nextSeq;
    waiting = [];
    tail = tail
      .then(() => onEvents(batch, upTo))
      .catch((error: unknown) => {
        failure ??= error;
      });
  }

  return {
    /** Throws what an earlier `onEvents` threw. */
    add(events: readonly AgentEvent[], seqAfter: number) {
      if (failure !== undefined) throw failure;
      waiting.push(...events);
      nextSeq = seqAfter;
      if (waiting.length > 0) timer ??= setTimeout(flush, FLUSH_MS);
    },
    async finish() {
      flush();
      await tail;
      if (failure !== undefined) throw failure;
    },
  };
}
