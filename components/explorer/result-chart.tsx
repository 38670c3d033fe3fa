import { Select } from '@mantine/core';
import { useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { chartOf } from '#lib/client/chart-data.ts';
import type { QueryResult } from '#lib/contracts/query.ts';
import { BarChart } from './bar-chart.tsx';
import { LineChart } from './line-chart.tsx';
import classes from './result-chart.module.css';

/** A simple picture of the rows: a line when the first dimension is time, else bars. */
export function ResultChart({ result }: { result: QueryResult }) {
  const metrics = result.columns.filter((column) => column.kind === 'metric');
  const [chosen, setChosen] = useState<string | null>(null);
  const metric = metrics.find((column) => column.id === chosen) ?? metrics[0];
  const chart = metric === undefined ? null : chartOf(result, metric.id);
  if (metric === undefined || chart === null) {
    return (
      <Empty title="Nothing to draw">
        {metric === undefined ? 'A chart needs a metric.' : 'A chart needs a dimension to spread the metric over.'}
      </Empty>
    );
  }
  return (
    <figure className={classes.root}>
      <figcaption className={classes.caption}>
        {metrics.length > 1 ? (
          <Select
            size="xs"
            aria-label="Metric to draw"
            data={metrics.map(({ id, label }) => ({ value: id, label }))}
            value={metric.id}
            allowDeselect={false}
            onChange={setChosen}
          />
        ) : (
          <span className={classes.metric}>{metric.label}</span>
        )}
        {chart.note !== null && <span className={classes.note}>{chart.note}</span>}
      </figcaption>
      {chart.kind === 'line' ? <LineChart chart={chart} /> : <BarChart chart={chart} />}
    </figure>
  );
}
