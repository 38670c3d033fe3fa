import type { ChartData } from '#lib/client/chart-data.ts';
import classes from './bar-chart.module.css';

/** Bars that lie, so that long names have room. Negative values grow to the left of the zero line. */
export function BarChart({ chart }: { chart: ChartData }) {
  const values = chart.series[0]?.values ?? [];
  const numbers = values.filter((value) => value !== null);
  const low = Math.min(0, ...numbers);
  const span = Math.max(0, ...numbers) - low || 1;
  const percent = (value: number) => `${(100 * value) / span}%`;
  return (
    <ul className={classes.root}>
      {chart.labels.map((label, index) => {
        const value = values[index] ?? null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may share a label
          <li key={index} className={classes.row}>
            <span className={classes.label} title={label}>
              {label}
            </span>
            <span className={classes.track} aria-hidden>
              {value !== null && (
                <span
                  className={classes.bar}
                  data-negative={value < 0 || undefined}
                  style={{ left: percent(Math.min(value, 0) - low), width: percent(Math.abs(value)) }}
                />
              )}
            </span>
            <span className={classes.value}>{value === null ? '–' : chart.write(value)}</span>
          </li>
        );
      })}
    </ul>
  );
}
