import type { BuildEvent } from '#lib/contracts/build-event.ts';
import { log } from '#lib/log.ts';
import { readEvents } from './event-log.ts';
import { onAnnounced } from './notifications.ts';

const POLL_MS = 5_000;

/** One encoded frame of the log. */
export interface Frame {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

type Encode = (event: BuildEvent) => Uint8Array;
type Wake = () => void;

/**
 * The live end of one build's log, shared by all its watchers in this process: the rows are read and encoded once,
 * however many browsers watch. Notifications wake it; a slow poll is the truth when one is lost.
 */
class BuildTail {
  readonly frames: Frame[] = [];
  readonly watchers = new Set<Wake>();
  private reading: Promise<void> | null = null;
  private again = false;
  private readonly stop: () => void;
  private readonly timer: NodeJS.Timeout;
  private readonly buildId: string;
  private readonly encode: Encode;

  constructor(buildId: string, encode: Encode) {
    this.buildId = buildId;
    this.encode = encode;
    this.stop = onAnnounced(buildId, () => this.pullQuietly());
    this.timer = setInterval(() => this.pullQuietly(), POLL_MS);
    this.timer.unref();
  }

  /** Reads what is new; calls that come meanwhile are served by one more read. */
  pull(): Promise<void> {
    this.again = true;
    this.reading ??= this.readAll().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  /** What fails now is read at the next poll. */
  private pullQuietly(): void {
    this.pull().catch((error: unknown) => log.warn({ buildId: this.buildId, err: error }, 'reading the event log failed; trying again'));
  }

  private async readAll(): Promise<void> {
    while (this.again) {
      this.again = false;
      const events = await readEvents(this.buildId, this.frames.length);
      for (const event of events) this.frames.push({ seq: event.seq, bytes: this.encode(event), last: event.kind === 'done' });
      if (events.length > 0) for (const wake of this.watchers) wake();
    }
  }

  close(): void {
    this.stop();
    clearInterval(this.timer);
  }
}

const tails = new Map<string, BuildTail>();

export interface Watch {
  /** Frames from the watcher's place on; moves the place. Empty when there is nothing new. */
  next(): readonly Frame[];
  close(): void;
}

/**
 * Watches a build from `cursor` on. `wake` is called when there may be something new; the first frames are there when
 * the promise resolves.
 */
export async function watchBuild(buildId: string, cursor: number, encode: Encode, wake: Wake): Promise<Watch> {
  const tail = tails.get(buildId) ?? new BuildTail(buildId, encode);
  tails.set(buildId, tail);
  tail.watchers.add(wake);
  let place = cursor;
  const close = () => {
    tail.watchers.delete(wake);
    if (tail.watchers.size > 0) return;
    tail.close();
    if (tails.get(buildId) === tail) tails.delete(buildId);
  };
  try {
    await tail.pull();
  } catch (error) {
    log.error({ buildId, err: error }, 'reading the event log failed');
    close();
    throw error;
  }
  return {
    next() {
      const frames = tail.frames.slice(place);
      place += frames.length;
      return frames;
    },
    close,
  };
}
