import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import { type ChartData, ticksOf } from '#lib/client/chart-data.ts';
import classes from './line-chart.module.css';

const HEIGHT = 320;
const TOP = 10;
const BOTTOM = 30;
const RIGHT = 14;

/** Lines over time, with what stands under the pointer in words. */
export function LineChart({ chart }: { chart: ChartData }) {
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number | null>(null);
  const { labels, series, write } = chart;
  const numbers = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const ticks = ticksOf(Math.min(0, ...numbers), Math.max(0, ...numbers));
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const left = 12 + 7 * Math.max(...ticks.map((tick) => write(tick).length));
  const x = (index: number) => left + ((width - left - RIGHT) * index) / Math.max(1, labels.length - 1);
  const y = (value: number) => TOP + ((HEIGHT - TOP - BOTTOM) * (high - value)) / (high - low);
  const every = Math.max(1, Math.ceil(labels.length / Math.max(1, Math.floor((width - left) / 90))));
  const nearest = (pixel: number) =>
    Math.min(labels.length - 1, Math.max(0, Math.round(((pixel - left) / Math.max(1, width - left - RIGHT)) * (labels.length - 1))));
  return (
    <div ref={ref} className={classes.root}>
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${series.map(({ name }) => name).join(', ')} from ${labels[0]} to ${labels.at(-1)}`}
          onPointerMove={(event) => setAt(nearest(event.clientX - event.currentTarget.getBoundingClientRect().left))}
          onPointerLeave={() => setAt(null)}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line className={classes.grid} x1={left} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
              <text className={classes.tick} x={left - 8} y={y(tick) + 4} textAnchor="end">
                {write(tick)}
              </text>
            </g>
          ))}
          {labels.map((label, index) =>
            index % every === 0 ? (
              <text key={label} className={classes.tick} x={x(index)} y={HEIGHT - 8} textAnchor={index === 0 ? 'start' : 'middle'}>
                {label}
              </text>
            ) : null,
          )}
          {at !== null && <line className={classes.cursor} x1={x(at)} x2={x(at)} y1={TOP} y2={HEIGHT - BOTTOM} />}
          {series.map(({ name, values }, line) => (
            <g key={name} data-line={line} className={classes.line}>
              <path d={pathOf(values, x, y)} />
              {values.map((value, index) =>
                value !== null && (labels.length < 2 || index === at) ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place in time
                  <circle key={index} cx={x(index)} cy={y(value)} r={3.5} />
                ) : null,
              )}
            </g>
          ))}
        </svg>
      )}
      <Legend chart={chart} at={at} />
    </div>
  );
}

function Legend({ chart: { labels, series, write }, at }: { chart: ChartData; at: number | null }) {
  return (
    <ul className={classes.legend}>
      <li className={classes.when}>{at === null ? `${labels[0]} to ${labels.at(-1)}` : labels[at]}</li>
      {series.map(({ name, values }, line) => {
        const value = at === null ? null : values[at];
        return (
          <li key={name} data-line={line}>
            <span className={classes.swatch} aria-hidden />
            {name}
            {value !== null && value !== undefined && <strong>{write(value)}</strong>}
          </li>
        );
      })}
    </ul>
  );
}

/** A line through the values, broken where one is missing. */
function pathOf(values: readonly (number | null)[], x: (index: number) => number, y: (value: number) => number): string {
  let path = '';
  values.forEach((value, index) => {
    if (value === null) return;
    const before = values[index - 1];
    path += `${before === null || before === undefined ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  });
  return path;
}
