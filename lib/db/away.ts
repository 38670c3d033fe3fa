/** Of Prisma: not reachable, timed out, connection closed, no connection free, transaction gone with its connection. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);
/** Of the network, and of Postgres: connection failures (class 08), shut down, crashed, starting up. */
const CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08\d\d\d|57P0[1-3])$/;
const WORDS =
  /Connection terminated|is not queryable|connection (was|is) closed|terminating connection|server closed the connection|database system is (starting up|shutting down|in recovery mode)/i;
const MAX_DEPTH = 5;

/** For people: what a full disk means, and what to do. */
export const DATABASE_FULL =
  'The disk of the database is full, so nothing can be saved. Free some space on it, or tell an administrator: what was saved is safe.';

/** Of Postgres: no room left on its disk. What was asked was not done. */
const FULL = '53100';

/**
 * Whether an error says that the database went away (it restarts, or the network broke), not that it refused something.
 * What was asked may have been done or not. Looks at causes, too.
 */
export const isDatabaseAway = (error: unknown): boolean =>
  someCause(error, (codes, message) => {
    if (codes.some((code) => PRISMA_CODES.has(code) || CODES.test(code))) return true;
    // A refusal by the database has a code of its own: its words may quote anything.
    return codes.length === 0 && WORDS.test(message);
  });

/** Whether an error says that the database has no room to write. It can be read, and goes on once there is some. */
export const isDatabaseFull = (error: unknown): boolean => someCause(error, (codes) => codes.includes(FULL));

function someCause(error: unknown, holds: (codes: readonly string[], message: string) => boolean, depth = 0): boolean {
  if (depth > MAX_DEPTH || typeof error !== 'object' || error === null) return false;
  const { code, originalCode, message, cause, meta } = error as Record<string, unknown>;
  const codes = [code, originalCode].filter((one) => typeof one === 'string');
  if (holds(codes, typeof message === 'string' ? message : '')) return true;
  return [cause, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError].some((inner) =>
    someCause(inner, holds, depth + 1),
  );
}
