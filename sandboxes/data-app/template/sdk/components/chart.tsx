import { Box, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNumbersFirst } from '../numbers-first.ts';
import type { Cell } from '../types.ts';
import type { QueryState, Row } from '../use-metric-query.ts';
import { AboutNumber } from './about-number.tsx';
import { Card } from './card.tsx';
import { type ChartSeries, chartSeries } from './chart-series.ts';
import { Drawn } from './drawn.tsx';
import { ForQuery } from './states.tsx';

export interface ChartProps<R extends Row> {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly data: QueryState<R>;
  /** The dimension on the x axis. Sort the query by it. */
  readonly x: keyof R & string;
  /** One metric, or several that share a unit. */
  readonly y: (keyof R & string) | readonly (keyof R & string)[];
  /** A second dimension whose values become the series; takes the first metric of `y`. */
  readonly splitBy?: (keyof R & string) | undefined;
  readonly kind?: 'bar' | 'line' | 'area';
  /** Bars and areas on top of each other; otherwise side by side. */
  readonly stacked?: boolean;
  /** Bars from left to right, for long names. */
  readonly horizontal?: boolean;
  /** Pixels. */
  readonly height?: number;
  readonly maxSeries?: number;
  readonly yAxisLabel?: string;
  readonly xAxisLabel?: string;
  /** Writes values on the axis and in the tooltip; by the metric's own format unless given. */
  readonly formatY?: (value: Cell) => string;
}

/** A metric over time: `<TimeSeriesChart title="Revenue" data={q} x="orders_order_date_month" y="orders_revenue" splitBy="regions_name" kind="bar" stacked />`. */
export function TimeSeriesChart<R extends Row>({ kind = 'line', ...props }: ChartProps<R>) {
  return <SeriesChart kind={kind} {...props} />;
}

/** A metric by the values of a dimension: `<CategoryChart title="Orders by status" data={q} x="orders_status" y="orders_count" />`. */
export function CategoryChart<R extends Row>({ kind = 'bar', ...props }: ChartProps<R>) {
  return <SeriesChart kind={kind} {...props} />;
}

function SeriesChart<R extends Row>({ title, subtitle, actions, height = 300, data: newest, ...props }: ChartProps<R>) {
  const data = useNumbersFirst(newest);
  // Several metrics have it in the legend, each its own.
  const metric = typeof props.y === 'string' ? props.y : props.splitBy || props.y.length === 1 ? props.y[0] : undefined;
  return (
    <Card title={title} subtitle={subtitle} actions={actions} about={metric && <AboutNumber data={data} field={metric} />}>
      <ForQuery data={data} height={height}>
        {() => <Drawing {...props} data={data} height={height} />}
      </ForQuery>
    </Card>
  );
}

type DrawingProps<R extends Row> = Omit<ChartProps<R>, 'title' | 'subtitle' | 'actions' | 'height'> & { readonly height: number };

function Drawing<R extends Row>(props: DrawingProps<R>) {
  const { data, x, y, splitBy, maxSeries = 10, height } = props;
  const input = { data: data as QueryState<Row>, x, y: typeof y === 'string' ? [y] : y, splitBy, maxSeries };
  const chart = chartSeries(input);
  const notes = [
    chart.dropped > 0 ? `Showing the ${maxSeries} largest of ${maxSeries + chart.dropped} series.` : '',
    data.truncated ? 'There are more rows than were asked for: the chart is not complete.' : '',
  ].filter(Boolean);
  return (
    <>
      <Drawn height={height}>{({ SeriesDrawing }) => <SeriesDrawing {...props} chart={chart} height={height} />}</Drawn>
      {chart.series.length > 1 && <Legend series={chart.series} about={splitBy ? undefined : input.data} />}
      {notes.length > 0 && (
        <Text size="xs" mt="xs" className="gw-quiet">
          {notes.join(' ')}
        </Text>
      )}
    </>
  );
}

function Legend({ series, about }: { series: ChartSeries['series']; about: QueryState<Row> | undefined }) {
  return (
    <Group mt="sm" mb={0} component="ul" p={0} style={{ listStyle: 'none', gap: '6px 18px' }}>
      {series.map(({ name, label, color }) => (
        <Group key={name} gap={6} wrap="nowrap" component="li">
          <Box w={10} h={10} bg={color} style={{ borderRadius: 3, flexShrink: 0 }} />
          <Text size="xs" className="gw-quiet">
            {label}
          </Text>
          {about && <AboutNumber data={about} field={name} />}
        </Group>
      ))}
    </Group>
  );
}
