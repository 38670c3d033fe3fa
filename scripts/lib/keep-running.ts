import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { toError } from '../../lib/errors.ts';
import { say } from './progress.ts';

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 5_000;

interface Keeping {
  readonly name: string;
  /** One more of the same, on the same address: those who use it have no other. */
  launch(): Promise<ChildProcess>;
  stop(server: ChildProcess): Promise<void>;
}

/**
 * Puts another server in the place of one that died, at once and for as long as it takes.
 * @returns the way to stop it for good
 */
export function keepRunning(first: ChildProcess, { name, launch, stop }: Keeping): () => Promise<void> {
  const stopping = new AbortController();
  let server = first;
  let restarting: Promise<void> = Promise.resolve();

  const watch = (one: ChildProcess) =>
    one.once('exit', (code, signal) => {
      if (!stopping.signal.aborted) restarting = restart(signal ?? `exit ${code}`);
    });

  async function restart(why: string): Promise<void> {
    const started = performance.now();
    say(`  ${name} ended (${why}); starting it again`);
    for (let waitMs = FIRST_RETRY_MS; !stopping.signal.aborted; waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
      try {
        server = await launch();
        watch(server);
        say(`  ${name} is back after ${Math.round(performance.now() - started)} ms`);
        return;
      } catch (error) {
        say(`  ${name} could not be started again; trying in ${waitMs} ms. ${toError(error).message}`);
        await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined); // a stop ends the wait
      }
    }
  }

  watch(first);
  return async () => {
    stopping.abort();
    await restarting; // what is being started is stopped, too
    await stop(server);
  };
}
