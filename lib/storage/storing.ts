import { AppError } from '#lib/errors.ts';

/**
 * An exchange with the object store that somebody waits for. A store that hangs is given up: its own retries may take
 * minutes, and neither a build nor a sandbox may stand still for so long.
 * @param ms milliseconds
 * @throws AppError `unavailable` when it takes longer; else what the store throws
 */
export async function storing<T>(exchange: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = new AppError(
    'unavailable',
    `The file store did not answer within ${ms / 1000} seconds. Try again; if it stays, tell an administrator.`,
  );
  const timer = setTimeout(() => reject(late), ms);
  try {
    return await Promise.race([exchange, promise]);
  } finally {
    clearTimeout(timer);
    exchange.catch(() => undefined); // it may fail after nobody waits for it any more
  }
}
