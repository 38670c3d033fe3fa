import type { EndedBuild } from '#lib/contracts/ended-build.ts';
import { toError } from '#lib/errors.ts';
import { encodeSse, type SseSink, sseResponse } from '#lib/http/sse.ts';
import { log } from '#lib/log.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { endedAfter, newestPlace } from './ended.ts';
import { advance, type EndedPlace, readPlace, writePlace } from './ended-place.ts';
import { onAnnounced } from './notifications.ts';

/** Notifications wake a stream; this is the net under them. */
const POLL_MS = 20_000;

/**
 * The event stream of one person's ended builds. `hello` carries the place to resume from, `ended` a build, each once;
 * `changed` (without a place) says that something else about one's apps is new.
 * @param from the cursor of the last frame that arrived; null begins with what ends from now on
 */
export async function watchMyBuilds(actor: Actor, from: string | null, signal: AbortSignal): Promise<Response> {
  const watch = new MyBuilds(actor, from === null ? await newestPlace(actor) : readPlace(from));
  return sseResponse(
    signal,
    (sink) => watch.open(sink),
    () => watch.close(),
  );
}

class MyBuilds {
  private sink: SseSink | null = null;
  private reading: Promise<void> | null = null;
  private again = false;
  private stop: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly actor: Actor;
  private place: EndedPlace;

  constructor(actor: Actor, place: EndedPlace) {
    this.actor = actor;
    this.place = place;
  }

  open(sink: SseSink): void {
    this.sink = sink;
    sink.send(encodeSse(writePlace(this.place), 'hello', {}));
    this.stop = onAnnounced(this.actor.userId, (news) => this.hear(news));
    this.timer = setInterval(() => this.pull(), POLL_MS);
    this.timer.unref();
    this.pull();
  }

  close(): void {
    this.sink = null;
    this.stop();
    clearInterval(this.timer);
  }

  /** `changed <appId>`, `changed`, `ended`; nothing after the connection to the database was lost for a while. */
  private hear(news: string): void {
    const [what, appId] = news.split(' ');
    if (what !== 'ended') this.sink?.send(encodeSse(null, 'changed', { appId: appId ?? null }));
    this.pull();
  }

  /** Reads what is new; calls that come meanwhile are served by one more read. What fails now is read at the next poll. */
  private pull(): void {
    this.again = true;
    this.reading ??= this.readAll()
      .catch((error: unknown) => log.warn({ userId: this.actor.userId, err: toError(error) }, 'reading ended builds failed; trying again'))
      .finally(() => {
        this.reading = null;
      });
  }

  private async readAll(): Promise<void> {
    while (this.again && this.sink) {
      this.again = false;
      for (const item of await endedAfter(this.actor, this.place)) this.tell(item);
    }
  }

  /** Each frame's place is the one after it: a connection that breaks between two of them loses neither. */
  private tell(item: EndedBuild): void {
    this.place = advance(this.place, [{ id: item.buildId, at: Date.parse(item.finishedAt) }]);
    this.sink?.send(encodeSse(writePlace(this.place), 'ended', item));
  }
}
