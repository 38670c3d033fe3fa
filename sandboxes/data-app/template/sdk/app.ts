/** Everything an app may import: `import { AppShell, useMetricQuery } from '@glassworks/app'`. */
export { AboutNumber } from './components/about-number.tsx';
export { AppShell } from './components/app-shell.tsx';
export { Card, CardGrid } from './components/card.tsx';
export { CategoryChart, TimeSeriesChart } from './components/chart.tsx';
export { DataTable } from './components/data-table.tsx';
export { DonutChart } from './components/donut-chart.tsx';
export { DateRangeFilter, FilterBar, SelectFilter } from './components/filter-bar.tsx';
export { KpiTile } from './components/kpi-tile.tsx';
export { CardSkeleton, EmptyState, ErrorState } from './components/states.tsx';
export { toCsv } from './csv.ts';
export { download } from './download.ts';
export { combineFilters, type DateFilter, type FieldFilter, rule, useDateFilter, useFieldFilter } from './filters.ts';
export { formatCurrency, formatDate, formatNumber, formatPercent, formatterOf, formatValue, toNumber } from './format.ts';
export { PALETTE } from './palette.ts';
export { pivot } from './pivot.ts';
export type { Cell, FilterGroup, FilterOperator, FilterRule, MetricQueryInput, QueryColumn, ValueFormat } from './types.ts';
export { type QueryState, type Row, useMetricQuery } from './use-metric-query.ts';
