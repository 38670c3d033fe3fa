/** Equal work that is under way is shared: the work is aborted only when nobody waits for it any more. */
export interface Coalescer<T> {
  /** @throws the signal's reason as soon as this caller gives up, or what the work throws */
  run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Flight<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

export function createCoalescer<T>(): Coalescer<T> {
  const flights = new Map<string, Flight<T>>();
  const start = (key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const controller = new AbortController();
    const promise = work(controller.signal);
    const flight: Flight<T> = { promise, controller, waiting: 0 };
    flights.set(key, flight);
    const land = (): void => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    promise.then(land, land);
    return flight;
  };
  return {
    async run(key, signal, work) {
      signal.throwIfAborted();
      const flight = flights.get(key) ?? start(key, work);
      flight.waiting++;
      const left = Promise.withResolvers<never>();
      const leave = (): void => left.reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      try {
        return await Promise.race([flight.promise, left.promise]);
      } finally {
        signal.removeEventListener('abort', leave);
        flight.waiting--;
        if (flight.waiting === 0) {
          // Whoever comes now starts anew instead of joining work that is being stopped.
          if (flights.get(key) === flight) flights.delete(key);
          flight.controller.abort(new Error('nobody waits for this query any more'));
        }
      }
    },
  };
}
