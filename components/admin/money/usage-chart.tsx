import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { formatUsd } from '#lib/client/format.ts';
import type { Usage } from '#lib/contracts/usage.ts';

const SERIES = [
  { name: 'modelUsd', label: 'AI models', color: 'glass.6' },
  { name: 'sandboxUsd', label: 'Sandboxes', color: 'ember.5' },
  { name: 'warehouseUsd', label: 'Warehouse queries', color: 'gray.5' },
];

/** Loaded only where it is shown: charts are heavy. */
export function UsageChart({ usage }: { usage: Usage }) {
  return (
    <BarChart
      h={280}
      data={everyDay(usage)}
      dataKey="day"
      type="stacked"
      series={SERIES}
      withLegend
      legendProps={{ verticalAlign: 'bottom' }}
      valueFormatter={formatUsd}
      tickLine="none"
      gridAxis="y"
      maxBarWidth={36}
      barProps={{ isAnimationActive: false }}
      // The table beside it says the same: the picture is hidden from assistive technology and takes no focus.
      barChartProps={{ accessibilityLayer: false }}
    />
  );
}

/** Days on which nothing was spent are days, too. */
function everyDay({ from, to, items }: Usage) {
  const spent = new Map(items.map((line) => [line.key, line]));
  const days = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const key = new Date(at).toISOString().slice(0, 10);
    const { modelUsd = 0, sandboxUsd = 0, warehouseUsd = 0 } = spent.get(key) ?? {};
    days.push({ day: key.slice(5), modelUsd, sandboxUsd, warehouseUsd });
  }
  return days;
}
