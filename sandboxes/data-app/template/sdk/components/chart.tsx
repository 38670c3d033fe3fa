import { AreaChart, BarChart, LineChart } from '@mantine/charts';
import { Box, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Cell } from '../types.ts';
import type { QueryState, Row } from '../use-metric-query.ts';
import { AboutNumber } from './about-number.tsx';
import { Card } from './card.tsx';
import { type ChartSeries, chartSeries } from './chart-series.ts';
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

function SeriesChart<R extends Row>({ title, subtitle, actions, height = 300, ...props }: ChartProps<R>) {
  // Several metrics have it in the legend, each its own.
  const metric = typeof props.y === 'string' ? props.y : props.splitBy || props.y.length === 1 ? props.y[0] : undefined;
  return (
    <Card title={title} subtitle={subtitle} actions={actions} about={metric && <AboutNumber data={props.data} field={metric} />}>
      <ForQuery data={props.data} height={height}>
        {() => <Drawing {...props} height={height} />}
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
      <ByKind {...props} chart={chart} height={height} />
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

function ByKind<R extends Row>(props: DrawingProps<R> & { chart: ChartSeries }) {
  const { chart, kind, stacked = false, horizontal = false, height, formatY } = props;
  const formatX = (value: unknown) => chart.xFormat(typeof value === 'string' || typeof value === 'number' ? value : null);
  const common = {
    h: height,
    data: chart.rows,
    dataKey: 'x',
    series: chart.series,
    gridAxis: horizontal ? ('y' as const) : ('x' as const),
    tickLine: 'none' as const,
    strokeDasharray: '3 4',
    valueFormatter: (value: number) => (formatY ?? chart.tooltip)(value),
    tooltipAnimationDuration: 0,
  };
  const values = { tickFormatter: (value: number) => (formatY ?? chart.axis)(value), width: 64 };
  const names = { tickFormatter: formatX, interval: 'preserveStartEnd' as const, minTickGap: 16 };
  const labels = { xAxisLabel: props.xAxisLabel, yAxisLabel: props.yAxisLabel };
  const tooltip = { labelFormatter: formatX };
  if (kind === 'bar') {
    return (
      <BarChart
        {...common}
        {...labels}
        type={stacked ? 'stacked' : 'default'}
        orientation={horizontal ? 'vertical' : 'horizontal'}
        xAxisProps={horizontal ? values : names}
        yAxisProps={horizontal ? { tickFormatter: formatX, width: 120, interval: 0 } : values}
        tooltipProps={tooltip}
        maxBarWidth={48}
        barProps={{ radius: stacked ? 0 : 4, isAnimationActive: false }}
      />
    );
  }
  if (kind === 'area') {
    return (
      <AreaChart
        {...common}
        {...labels}
        type={stacked ? 'stacked' : 'default'}
        curveType="monotone"
        withDots={false}
        fillOpacity={stacked ? 0.55 : 0.18}
        xAxisProps={names}
        yAxisProps={values}
        tooltipProps={tooltip}
        areaProps={{ isAnimationActive: false }}
      />
    );
  }
  return (
    <LineChart
      {...common}
      {...labels}
      curveType="monotone"
      strokeWidth={2.25}
      withDots={chart.rows.length <= 16}
      dotProps={{ r: 3, strokeWidth: 0 }}
      connectNulls
      xAxisProps={names}
      yAxisProps={values}
      tooltipProps={tooltip}
      lineProps={{ isAnimationActive: false }}
    />
  );
}
