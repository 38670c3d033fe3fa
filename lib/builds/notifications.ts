import pg from 'pg';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';

const CHANNEL = 'build_events';
const RECONNECT_MS = 250;
const CONNECT_TIMEOUT_MS = 5_000;

type Listener = (news: string) => void;
const listeners = new Map<string, Set<Listener>>();
/** The one connection that counts, from its making to its loss. */
let current: pg.Client | null = null;
let waiting: NodeJS.Timeout | undefined;
/** One outage is one warning, however many tries it takes. */
let isOut = false;

/**
 * Calls `listener` with what is announced about this build (events were appended) or this person (a build ended, an app
 * changed), from any process; with nothing when announcements may have been missed. Returns the way to stop.
 */
export function onAnnounced(id: string, listener: Listener): () => void {
  const set = listeners.get(id) ?? new Set();
  listeners.set(id, set.add(listener));
  connect();
  return () => {
    set.delete(listener);
    if (set.size === 0) listeners.delete(id);
  };
}

/** One LISTEN connection a process. Everybody is woken once it stands, because notifications may have been missed. */
function connect(): void {
  if (current !== null || waiting !== undefined) return;
  const client = new pg.Client({ connectionString: env().DATABASE_URL, keepAlive: true, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  current = client;
  client.on('notification', ({ payload }) => {
    const [id = '', ...news] = payload?.split(' ') ?? [];
    for (const listener of listeners.get(id) ?? []) listener(news.join(' '));
  });
  // A database that goes down says so, closes, and fails what was asked: all of it is one loss.
  client.on('error', (error) => lose(client, error));
  client.on('end', () => lose(client, new Error('the connection was closed')));
  listen(client).then(wakeAll, (error: unknown) => lose(client, error));
}

async function listen(client: pg.Client): Promise<void> {
  await client.connect();
  await client.query(`LISTEN ${CHANNEL}`);
  isOut = false;
}

function lose(client: pg.Client, error: unknown): void {
  if (current !== client) return;
  current = null;
  log[isOut ? 'debug' : 'warn']({ err: error }, 'the connection for build events was lost; connecting again');
  isOut = true;
  client.end().catch((ending: unknown) => log.debug({ err: ending }, 'what was left of a lost connection could not be closed'));
  waiting = setTimeout(() => {
    waiting = undefined;
    if (listeners.size > 0) connect();
  }, RECONNECT_MS);
  waiting.unref();
}

/** What was appended while nobody listened was announced to nobody. */
function wakeAll(): void {
  for (const set of listeners.values()) for (const listener of set) listener('');
}
