/** Of Prisma: not reachable, timed out, connection closed, no connection free, transaction gone with its connection. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);
/** Of the network, and of Postgres: connection failures (class 08), shut down, crashed, starting up. */
const CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08\d\d\d|57P0[1-3])$/;
const WORDS =
  /Connection terminated|is not queryable|connection (was|is) closed|terminating connection|server closed the connection|database system is (starting up|shutting down|in recovery mode)/i;
const MAX_DEPTH = 5;

/**
 * Whether an error says that the database went away (it restarts, or the network broke), not that it refused something.
 * What was asked may have been done or not. Looks at causes, too.
 */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH || typeof error !== 'object' || error === null) return false;
  const { code, originalCode, message, cause, meta } = error as Record<string, unknown>;
  for (const one of [code, originalCode]) if (typeof one === 'string' && (PRISMA_CODES.has(one) || CODES.test(one))) return true;
  // A refusal by the database has a code of its own: its words may quote anything.
  if (typeof code !== 'string' && typeof message === 'string' && WORDS.test(message)) return true;
  return [cause, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError].some((inner) =>
    isDatabaseAway(inner, depth + 1),
  );
}
