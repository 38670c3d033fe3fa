import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatPercent, formatterOf, toNumber } from '../format.ts';
import type { Cell } from '../types.ts';
import type { QueryState, Row } from '../use-metric-query.ts';
import { AboutNumber } from './about-number.tsx';
import { Drawn } from './drawn.tsx';
import { ErrorBoundary } from './error-boundary.tsx';

const TREND_HEIGHT = 36;

interface KpiTileProps<R extends Row> {
  /** A query without dimensions: its first row holds the number. */
  readonly data: QueryState<R>;
  readonly field: keyof R & string;
  /** The column's own label unless given. */
  readonly label?: string;
  readonly format?: (value: Cell | undefined) => string;
  /** The number to compare with, in the same unit: draws the change in percent. */
  readonly compareTo?: Cell | undefined;
  /** What it is compared with: "vs previous 12 months". */
  readonly compareLabel?: string;
  /** For a cost or a wait, a fall is the good news. */
  readonly lowerIsBetter?: boolean;
  /** Drawn as a small line, oldest first. */
  readonly trend?: readonly (Cell | undefined)[];
  readonly hint?: ReactNode;
}

/** One number that matters: `<KpiTile data={totals} field="orders_total_revenue" />`. */
export function KpiTile<R extends Row>(props: KpiTileProps<R>) {
  const { data, field, label, trend, hint } = props;
  const column = data.columns.find(({ id }) => id === field);
  const value = data.rows[0]?.[field];
  const format = props.format ?? formatterOf(column, { compact: Math.abs(toNumber(value) ?? 0) >= 1e6 });
  const points = trend?.flatMap((point) => toNumber(point) ?? []) ?? [];
  const waiting = data.isLoading && data.rows.length === 0;
  return (
    <section className="gw-card" aria-busy={data.isLoading}>
      <ErrorBoundary>
        <Stack justify="space-between" gap="sm" h="100%">
          <Stack gap={6} style={{ minWidth: 0 }}>
            <Group gap={6} wrap="nowrap">
              <Text size="sm" fw={500} className="gw-quiet" truncate>
                {label ?? column?.label ?? field}
              </Text>
              <AboutNumber data={data} field={field} />
            </Group>
            {waiting ? (
              <Skeleton h={30} w={120} role="status" aria-label="Loading" />
            ) : (
              <div className={`gw-kpi-value gw-numbers ${data.isLoading ? 'gw-refetching' : ''}`}>{data.error ? '–' : format(value)}</div>
            )}
            {data.error && (
              <Text size="xs" c="red" lineClamp={2} title={data.error.message}>
                {data.error.message}
              </Text>
            )}
            <Change {...props} value={value} />
            {hint && (
              <Text size="xs" className="gw-quiet">
                {hint}
              </Text>
            )}
          </Stack>
          {points.length > 1 && (
            <Drawn height={TREND_HEIGHT}>{({ TrendDrawing }) => <TrendDrawing points={points} height={TREND_HEIGHT} />}</Drawn>
          )}
        </Stack>
      </ErrorBoundary>
    </section>
  );
}

interface ChangeProps {
  readonly value: Cell | undefined;
  readonly compareTo?: Cell | undefined;
  readonly compareLabel?: string;
  readonly lowerIsBetter?: boolean;
}

function Change({ value, compareTo, compareLabel, lowerIsBetter = false }: ChangeProps) {
  const now = toNumber(value);
  const before = toNumber(compareTo);
  if (now === null || before === null || before === 0) return null;
  const change = (now - before) / Math.abs(before);
  const good = change === 0 ? null : change > 0 !== lowerIsBetter;
  return (
    <Text size="xs" className="gw-quiet">
      <Text span fw={600} size="xs" c={good === null ? undefined : good ? 'teal' : 'red'} className="gw-numbers">
        {change > 0 ? '▲' : change < 0 ? '▼' : '■'} {formatPercent(Math.abs(change))}
      </Text>{' '}
      {compareLabel}
    </Text>
  );
}
