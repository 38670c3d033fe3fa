import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { log } from '#lib/log.ts';
import { isDatabaseAway } from './away.ts';

/** A database that was killed is back within a second; one that is restarted for an upgrade, within a few. */
const PATIENCE_MS = 8_000;
const RETRY_MS = 50;

type Callback = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: boolean | Error) => void) => void;

/**
 * A pool that waits for a database which is away for a moment instead of failing at once. Only for a connection: nothing
 * has been asked yet, so nothing can happen twice.
 */
export class PatientPool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super(config);
    // A server's last words may come with its first, before whoever asked for the connection listens: unheard, they would
    // end the process. The query that meets them fails by itself.
    this.on('connect', (client) => client.on('error', (error) => log.debug({ err: error }, 'a database connection was lost')));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | void {
    const connecting = this.connectPatiently();
    if (!callback) return connecting;
    connecting.then(
      (client) => callback(undefined, client, (release) => client.release(release)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
  }

  private async connectPatiently(): Promise<pg.PoolClient> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await super.connect();
      } catch (error) {
        if (this.ending || Date.now() > deadline || !isDatabaseAway(error)) throw error;
        await delay(RETRY_MS);
      }
    }
  }
}
