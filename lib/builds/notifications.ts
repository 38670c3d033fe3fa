import pg from 'pg';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';

const CHANNEL = 'build_events';
const RECONNECT_MS = 1_000;

type Listener = (news: string) => void;
const listeners = new Map<string, Set<Listener>>();
let connected: Promise<pg.Client> | null = null;

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
  connected ??= open().catch((error) => {
    log.warn({ err: error }, 'listening for build events failed; trying again');
    retry();
    throw error;
  });
  connected.catch(() => undefined); // said above
}

function retry(): void {
  setTimeout(() => {
    connected = null;
    if (listeners.size === 0) return;
    connect();
  }, RECONNECT_MS).unref();
}

function wakeAll(): void {
  for (const set of listeners.values()) for (const listener of set) listener('');
}

async function open(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL, keepAlive: true });
  client.on('notification', ({ payload }) => {
    const [id = '', ...news] = payload?.split(' ') ?? [];
    for (const listener of listeners.get(id) ?? []) listener(news.join(' '));
  });
  let failed = false;
  client.on('error', (error) => {
    if (failed) return;
    failed = true;
    log.warn({ err: error }, 'the connection for build events was lost; connecting again');
    retry();
  });
  await client.connect();
  await client.query(`LISTEN ${CHANNEL}`);
  wakeAll(); // what was appended before we listened was announced to nobody
  return client;
}
