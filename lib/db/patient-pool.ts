import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { log } from '#lib/log.ts';
import { isDatabaseAway } from './away.ts';

/** A database that was killed is back within a second; on a busy machine, or after an upgrade, within ten. */
const PATIENCE_MS = 12_000;
const RETRY_MS = 50;

type Callback = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: boolean | Error) => void) => void;
type Ask = (...args: unknown[]) => Promise<unknown>;

/**
 * A pool that waits for a database which is away for a moment instead of failing at once: for a connection, because
 * nothing has been asked yet, and for a single read that was cut, because reading twice changes nothing. What writes, and
 * what is part of a transaction, fails: it may have been done.
 */
export class PatientPool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super(config);
    // A server's last words may come with its first, before whoever asked for the connection listens: unheard, they would
    // end the process. The query that meets them fails by itself.
    this.on('connect', (client) => client.on('error', (error) => log.debug({ err: error }, 'a database connection was lost')));
    const ask = this.query.bind(this) as Ask;
    const askAgain: Ask = (...args) => (isRead(args[0]) ? patiently(() => ask(...args)) : ask(...args));
    this.query = askAgain as typeof this.query;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    const connecting = patiently(() => super.connect());
    if (!callback) return connecting;
    connecting.then(
      (client) => callback(undefined, client, (release) => client.release(release)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline || !isDatabaseAway(error)) throw error;
      await delay(RETRY_MS);
    }
  }
}

function isRead(query: unknown): boolean {
  const text = typeof query === 'string' ? query : (query as { text?: unknown } | null)?.text;
  return typeof text === 'string' && /^\s*SELECT\b/i.test(text);
}
