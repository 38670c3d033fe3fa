import { AppError } from '#lib/errors.ts';

/**
 * Waits for `work`, but not longer than `ms`, nor after `signal`. The work itself goes on: end what it uses.
 * @throws AppError unavailable at the deadline; the signal's reason when it aborts
 */
export async function within<T>(work: Promise<T>, ms: number, doing: string, signal?: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new AppError('unavailable', `The browser took longer than ${ms} ms to ${doing}. Try again.`)), ms);
  const stop = (): void => reject(signal?.reason);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    work.catch(() => undefined); // it may fail after nobody waits for it any more
  }
}
