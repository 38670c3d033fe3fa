import { AreaChart, BarChart, DonutChart, LineChart, Sparkline } from '@mantine/charts';
import type { Cell } from '../types.ts';
import type { ChartSeries } from './chart-series.ts';

export interface SeriesDrawingProps {
  readonly chart: ChartSeries;
  readonly kind?: 'bar' | 'line' | 'area' | undefined;
  readonly stacked?: boolean | undefined;
  readonly horizontal?: boolean | undefined;
  readonly height: number;
  readonly yAxisLabel?: string | undefined;
  readonly xAxisLabel?: string | undefined;
  readonly formatY?: ((value: Cell) => string) | undefined;
}

/** The series as bars, areas or lines. */
export function SeriesDrawing(props: SeriesDrawingProps) {
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

interface SlicesProps {
  readonly slices: { name: string; value: number; color: string }[];
  /** Pixels. */
  readonly size: number;
  readonly format: (value: number) => string;
}

/** The slices of a whole. */
export function SlicesDrawing({ slices, size, format }: SlicesProps) {
  return (
    <DonutChart
      data={slices}
      size={size}
      thickness={26}
      paddingAngle={1}
      strokeWidth={0}
      valueFormatter={format}
      tooltipDataSource="segment"
    />
  );
}

/** A small line without axes. */
export function TrendDrawing({ points, height }: { readonly points: number[]; readonly height: number }) {
  return (
    <Sparkline h={height} data={points} color="var(--gw-series-1)" curveType="monotone" fillOpacity={0.2} strokeWidth={1.75} aria-hidden />
  );
}
