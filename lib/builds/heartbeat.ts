import { log } from '#lib/log.ts';
import { beat } from './lifecycle.ts';
import type { StopReason } from './stop.ts';
import { HEARTBEAT_MS, STALE_MS } from './tunables.ts';

/**
 * Says every two seconds that the worker still has the build, and learns what others want of it. A worker that cannot
 * reach the database for as long as others wait before they take over has lost the build.
 * @returns the way to stop
 */
export function startHeartbeat(buildId: string, workerId: string, onStop: (reason: StopReason) => void): () => void {
  let lastGood = performance.now();
  let beating = false;
  const tick = async () => {
    beating = true;
    try {
      const answer = await beat(buildId, workerId);
      lastGood = performance.now();
      if (answer === 'cancel') onStop('cancelled');
      if (answer === 'lost') onStop('lost');
    } catch (error) {
      log.warn({ buildId, err: error }, 'a heartbeat failed');
    } finally {
      beating = false;
    }
  };
  // Looked at outside of the beat itself: a database that hangs answers nothing, not even an error.
  const timer = setInterval(() => {
    if (performance.now() - lastGood > STALE_MS) onStop('lost');
    else if (!beating) void tick(); // those that hang would take every connection of the pool
  }, HEARTBEAT_MS);
  return () => clearInterval(timer);
}
