/** Which fields the heat map is drawn from; by default those of the retail sample. */
export interface HeatMapFields {
  readonly explore: string;
  /** A month. */
  readonly column: string;
  readonly row: string;
  readonly metric: string;
  readonly what: string;
}

export const RETAIL_FIELDS: HeatMapFields = {
  explore: 'orders',
  column: 'orders_order_date_month',
  row: 'regions_region_name',
  metric: 'orders_order_count',
  what: 'Orders',
};

/** A year of months by rows, from one query. */
export const gridSource = ({
  explore,
  column,
  row,
  metric,
}: HeatMapFields): string => `import { toNumber, useMetricQuery } from '@glassworks/app';

export interface Grid {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly value: (row: string, column: string) => number;
  readonly largest: number;
}

const COLUMNS = 12;

/** The last twelve months that have data, by row. */
export function useGrid() {
  const state = useMetricQuery({
    explore: ${JSON.stringify(explore)},
    dimensions: [${JSON.stringify(column)}, ${JSON.stringify(row)}],
    metrics: [${JSON.stringify(metric)}],
    sorts: [{ fieldId: ${JSON.stringify(column)} }],
    limit: 5000,
  });
  const cells = new Map<string, number>();
  for (const record of state.rows) {
    cells.set(\`\${record[${JSON.stringify(row)}]}|\${record[${JSON.stringify(column)}]}\`, toNumber(record[${JSON.stringify(metric)}]) ?? 0);
  }
  const unique = (id: ${JSON.stringify(column)} | ${JSON.stringify(row)}) => [...new Set(state.rows.map((record) => String(record[id])))];
  const columns = unique(${JSON.stringify(column)}).slice(-COLUMNS);
  const rows = unique(${JSON.stringify(row)}).sort();
  const value = (name: string, month: string) => cells.get(\`\${name}|\${month}\`) ?? 0;
  const largest = Math.max(1, ...rows.flatMap((name) => columns.map((month) => value(name, month))));
  const grid: Grid = { columns, rows, value, largest };
  return { ...state, grid };
}
`;

/** The drawing by hand. @param broken with the mistake that the type check finds */
export const heatMapSource = (
  { what }: HeatMapFields,
  broken: boolean,
): string => `import { Card, formatDate, formatNumber } from '@glassworks/app';
import type { Grid } from './grid';

/** One cell a month and row: the darker, the more. The best month of each row carries a mark. */
export function HeatMap({ grid }: { readonly grid: Grid }) {
  const width: number = ${broken ? "'72'" : '72'};
  return (
    <Card title={${JSON.stringify(`${what} by month`)}} subtitle="The best month of each row is marked">
      <div role="table" aria-label="Heat map" style={{ display: 'grid', gap: 3, gridTemplateColumns: \`120px repeat(\${grid.columns.length}, minmax(\${width / 2}px, 1fr))\` }}>
        <span />
        {grid.columns.map((month) => (
          <small key={month} style={{ textAlign: 'center' }}>{formatDate(month, 'month')}</small>
        ))}
        {grid.rows.map((row) => (
          <Line key={row} row={row} grid={grid} />
        ))}
      </div>
    </Card>
  );
}

function Line({ row, grid }: { readonly row: string; readonly grid: Grid }) {
  const best = Math.max(...grid.columns.map((month) => grid.value(row, month)));
  return (
    <>
      <span style={{ alignSelf: 'center' }}>{row}</span>
      {grid.columns.map((month) => {
        const value = grid.value(row, month);
        const share = value / grid.largest;
        return (
          <div
            key={month}
            role="cell"
            data-heat={share.toFixed(2)}
            title={\`\${row}, \${formatDate(month, 'month')}: \${formatNumber(value)}\`}
            style={{
              background: \`color-mix(in srgb, #1c7ed6 \${Math.round(8 + share * 92)}%, transparent)\`,
              color: share > 0.55 ? '#fff' : 'inherit',
              borderRadius: 4,
              padding: '10px 2px',
              textAlign: 'center',
              fontVariantNumeric: 'tabular-nums',
              outline: value === best && value > 0 ? '2px solid #f08c00' : 'none',
            }}
          >
            {formatNumber(value, { compact: true })}
          </div>
        );
      })}
    </>
  );
}
`;

export const whatChangedSource = ({
  what,
}: HeatMapFields): string => `import { Card, formatDate, formatNumber, formatPercent } from '@glassworks/app';
import type { Grid } from './grid';

/** What moved most between the last two months, in words made from the data. */
export function WhatChanged({ grid }: { readonly grid: Grid }) {
  const [before, last] = grid.columns.slice(-2);
  if (!before || !last) return null;
  const changes = grid.rows
    .map((row) => ({ row, from: grid.value(row, before), to: grid.value(row, last) }))
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
  return (
    <Card title="What changed" subtitle={\`\${formatDate(last, 'month')} against \${formatDate(before, 'month')}\`}>
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {changes.slice(0, 3).map(({ row, from, to }) => (
          <li key={row}>
            <strong>{row}</strong> {to >= from ? 'rose' : 'fell'} from {formatNumber(from)} to {formatNumber(to)}
            {from > 0 ? \` (\${formatPercent(Math.abs(to - from) / from)})\` : ''}: ${what.toLowerCase()}.
          </li>
        ))}
      </ul>
    </Card>
  );
}
`;

export const appSource = ({
  what,
}: HeatMapFields): string => `import { AppShell, CardSkeleton, EmptyState, ErrorState } from '@glassworks/app';
import { useGrid } from './grid';
import { HeatMap } from './heat-map';
import { WhatChanged } from './what-changed';

export default function App() {
  const { grid, isLoading, error } = useGrid();
  return (
    <AppShell title=${JSON.stringify(`${what}: where and when`)} subtitle="The last twelve months">
      {error ? <ErrorState message={error.message} /> : isLoading && grid.rows.length === 0 ? <CardSkeleton height={320} /> : null}
      {!error && !isLoading && grid.rows.length === 0 && <EmptyState />}
      {grid.rows.length > 0 && (
        <>
          <WhatChanged grid={grid} />
          <HeatMap grid={grid} />
        </>
      )}
    </AppShell>
  );
}
`;
