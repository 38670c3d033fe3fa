import type { MetricQuery, QueryResult } from '#lib/contracts/query.ts';

/** What is known of a number that the viewer asks about: all of it from the host's own record, nothing from the app's words. */
export interface AboutNumber {
  readonly query: MetricQuery;
  /** A field of that query. */
  readonly fieldId: string;
  readonly rowCount: number;
  readonly truncated: boolean;
  /** When the rows were read from the warehouse, in milliseconds since 1970. */
  readonly readAt: number;
}

export interface AnsweredQueries {
  remember(id: number, query: MetricQuery, result: QueryResult): void;
  /** Null for a request that was not answered, and for a field that its query does not have. */
  about(id: number, fieldId: string): AboutNumber | null;
}

const MAX_REMEMBERED = 500;

/** The requests of an app that were answered, the newest ones. */
export function createAnsweredQueries(): AnsweredQueries {
  const answered = new Map<number, Omit<AboutNumber, 'fieldId'>>();
  return {
    remember(id, query, { rowCount, truncated, cache }) {
      answered.delete(id);
      answered.set(id, { query, rowCount, truncated, readAt: Date.now() - cache.ageMs });
      for (const oldest of answered.keys()) {
        if (answered.size <= MAX_REMEMBERED) break;
        answered.delete(oldest);
      }
    },
    about(id, fieldId) {
      const known = answered.get(id);
      if (known === undefined || ![...known.query.dimensions, ...known.query.metrics].includes(fieldId)) return null;
      return { ...known, fieldId };
    },
  };
}
