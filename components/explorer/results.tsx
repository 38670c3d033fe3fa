import { Button, SegmentedControl } from '@mantine/core';
import { IconDownload, IconTable } from '@tabler/icons-react';
import { Empty } from '#components/ui/empty.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { cycleSort } from '#lib/client/edit-query.ts';
import { formatAgo, formatDuration } from '#lib/client/format.ts';
import { saveFile } from '#lib/client/save-file.ts';
import { toCsv } from '#lib/client/to-csv.ts';
import type { useProjectQuery } from '#lib/client/use-project-query.ts';
import type { MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import { ResultChart } from './result-chart.tsx';
import { ResultTable } from './result-table.tsx';
import classes from './results.module.css';
import { SqlView } from './sql-view.tsx';
import { type ExplorerState, isRunnable, type View } from './use-explorer.ts';

interface ResultsProps {
  projectId: string;
  query: MetricQuery | null;
  state: ExplorerState;
  result: ReturnType<typeof useProjectQuery>;
}

const VIEWS = [
  { value: 'table', label: 'Table' },
  { value: 'chart', label: 'Chart' },
  { value: 'sql', label: 'SQL' },
] satisfies { value: View; label: string }[];

/** The rows of the query: as a table, as a chart, and the SQL behind them. */
export function Results({ projectId, query, state, result }: ResultsProps) {
  if (query === null || (!isRunnable(query) && state.ran === null)) {
    return (
      <div className={classes.root}>
        <Empty icon={<IconTable size={24} />} title={query === null ? 'Choose an explore to begin' : 'Choose at least one field'}>
          {query === null
            ? 'An explore is one table of the catalog with the fields of its joins.'
            : 'Metrics are computed, dimensions group them. Then run the query.'}
        </Empty>
      </div>
    );
  }
  const rows = state.ran === null ? undefined : result.data;
  return (
    <section className={classes.root} aria-label="Results" aria-busy={result.isFetching}>
      <div className={classes.head}>
        <SegmentedControl size="xs" data={VIEWS} value={state.view} onChange={state.setView} aria-label="Show as" />
        <p className={classes.about} role="status">
          {result.isFetching ? 'Waiting for the warehouse…' : rows && !result.isError ? aboutRows(rows, result.dataUpdatedAt) : ''}
        </p>
        {/* Not the rows of the query before, under the name of this one. */}
        {rows !== undefined && !result.isError && !result.isPlaceholderData && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconDownload size={15} />}
            onClick={() => saveFile({ filename: `${state.ran?.explore ?? 'query'}.csv`, mime: 'text/csv', text: toCsv(rows) })}
          >
            CSV
          </Button>
        )}
      </div>
      {state.edited && rows !== undefined && state.view !== 'sql' && (
        <p className={classes.stale}>The query was changed. These rows are of the one before: run it to see its own.</p>
      )}
      <div className={classes.body} data-stale={state.edited || result.isPlaceholderData || undefined}>
        {state.view === 'sql' ? (
          <SqlView projectId={projectId} query={query} />
        ) : (
          <Rows query={query} state={state} result={result} rows={rows} />
        )}
      </div>
    </section>
  );
}

/** "120 rows in 45 ms", "from the cache of 2 minutes ago", and when there was more. */
function aboutRows({ rowCount, truncated, cache, timing }: QueryResult, at: number): string {
  const rows = `${truncated ? 'First ' : ''}${rowCount.toLocaleString('en-US')} ${rowCount === 1 ? 'row' : 'rows'}`;
  const time = `in ${formatDuration(timing.totalMs)}`;
  if (!cache.hit) return `${rows} ${time}, ${formatDuration(timing.warehouseMs)} of it in the warehouse`;
  const ago = formatAgo(new Date(at - cache.ageMs).toISOString(), at);
  return `${rows} ${time}, from the cache (${ago})`;
}

function Rows({
  query,
  state,
  result,
  rows,
}: Omit<ResultsProps, 'projectId' | 'query'> & { query: MetricQuery; rows: QueryResult | undefined }) {
  if (result.isError) {
    return (
      <Problem title="The query could not be run" error={result.error} onRetry={() => void result.refetch()} retrying={result.isFetching} />
    );
  }
  if (rows === undefined && result.isFetching) {
    return (
      <Waiting label="Waiting for the warehouse">
        <Bar height={260} />
      </Waiting>
    );
  }
  if (rows === undefined) {
    return (
      <Empty title={state.ran === null ? 'Not run yet' : 'The query was cancelled'}>
        <Button size="compact-md" variant="default" onClick={() => (state.edited ? state.run() : void result.refetch())}>
          Run the query
        </Button>
      </Empty>
    );
  }
  if (rows.rowCount === 0) return <Empty title="No rows match">Take out a filter, or widen it.</Empty>;
  if (state.view === 'chart') return <ResultChart result={rows} />;
  return <ResultTable result={rows} sorts={state.edited ? [] : query.sorts} onSort={(id) => state.editAndRun(cycleSort(query, id))} />;
}
