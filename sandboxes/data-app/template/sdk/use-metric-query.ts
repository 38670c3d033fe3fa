import { useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type Answer, QueryError, queryKey } from './queries.ts';
import { theBridge } from './runtime.ts';
import type { Cell, MetricQueryInput, QueryColumn } from './types.ts';

type IdsOf<List> = List extends readonly (infer Id extends string)[] ? Id : never;
/** A row of a query: its cells by field id. Ids written in the query are known to the compiler. */
export type RowOf<Query extends MetricQueryInput> = Readonly<Record<IdsOf<Query['dimensions']> | IdsOf<Query['metrics']>, Cell>>;
export type Row = Readonly<Record<string, Cell>>;

export interface QueryState<R extends Row = Row> {
  /** Empty until the first result; while a changed query runs, the rows of the one before. */
  readonly rows: readonly R[];
  readonly columns: readonly QueryColumn[];
  /** True while no rows of this query are here yet. */
  readonly isLoading: boolean;
  readonly error: QueryError | null;
  /** True when there were more rows than the query's limit. */
  readonly truncated: boolean;
  /** Runs the query again. */
  readonly refetch: () => void;
  /** The request that brought these rows, for `<AboutNumber>`; null while there are none. */
  readonly request: number | null;
}

interface Held {
  readonly key: string;
  readonly answer: Answer | null;
  readonly error: QueryError | null;
}

/**
 * Runs a metric query as the viewer. `null` waits. The same query in several components is asked once.
 *
 *     const revenue = useMetricQuery({
 *       explore: 'orders',
 *       dimensions: ['orders_order_date_month'],
 *       metrics: ['orders_total_revenue'],
 *       sorts: [{ fieldId: 'orders_order_date_month' }],
 *     });
 *     revenue.rows[0]?.orders_total_revenue
 *
 * `limit` counts rows (500 unless given, 5000 at most). Failures are in `error`, never thrown.
 */
export function useMetricQuery<const Query extends MetricQueryInput>(query: Query | null): QueryState<RowOf<Query>> {
  const bridge = theBridge();
  const sample = useSyncExternalStore(bridge.subscribe, bridge.sampleData);
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<Held>({ key: '', answer: null, error: null });
  const key = query ? `${queryKey(query)} ${attempt} ${sample}` : '';
  const latest = useRef(query);
  latest.current = query;

  // Before the first paint: the rows are on their way while the frame around them is drawn.
  useLayoutEffect(() => {
    const wanted = latest.current;
    if (!wanted || !key) return;
    const controller = new AbortController();
    bridge.queries.run(wanted, controller.signal).then(
      (answer) => !controller.signal.aborted && setHeld({ key, answer, error: null }),
      (thrown: unknown) => {
        const error = thrown instanceof QueryError ? thrown : new QueryError('internal', String(thrown));
        if (!controller.signal.aborted) setHeld((before) => ({ key, answer: before.answer, error }));
      },
    );
    return () => controller.abort();
  }, [bridge, key]);

  return useMemo(() => {
    const current = held.key === key;
    const result = held.answer?.result;
    const columns = result?.columns ?? [];
    return {
      rows: (result?.rows ?? []).map((cells) => toRow(columns, cells)) as unknown as readonly RowOf<Query>[],
      columns,
      isLoading: key !== '' && !current,
      error: current ? held.error : null,
      truncated: result?.truncated ?? false,
      refetch: () => setAttempt((count) => count + 1),
      request: held.answer?.id ?? null,
    };
  }, [held, key]);
}

function toRow(columns: readonly QueryColumn[], cells: readonly Cell[]): Row {
  return Object.fromEntries(columns.map((column, index) => [column.id, cells[index] ?? null]));
}
