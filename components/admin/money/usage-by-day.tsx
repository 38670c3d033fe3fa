import dynamic from 'next/dynamic';
import { Empty } from '#components/ui/empty.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { formatUsd } from '#lib/client/format.ts';
import classes from './usage-page.module.css';
import type { Days } from './usage-page.tsx';
import { useUsage } from './use-usage.ts';

const UsageChart = dynamic(() => import('./usage-chart.tsx').then((module) => module.UsageChart), {
  ssr: false,
  loading: () => <Waiting label="Drawing the chart" />,
});

/** Stacked bars: each day, by what it was spent on; the same as a table for those who do not see it. */
export function UsageByDay({ days }: { days: Days }) {
  const usage = useUsage(days, 'day');
  return (
    <div className={classes.chart}>
      {usage.isPending && <Waiting label="Loading what was spent" />}
      {usage.isError && usage.data === undefined && (
        <Problem title="What was spent could not be loaded" error={usage.error} onRetry={() => void usage.refetch()} />
      )}
      {usage.data?.items.length === 0 && (
        <Empty title="Nothing was spent">Model calls, sandboxes and queries that cost something appear here.</Empty>
      )}
      {usage.data !== undefined && usage.data.items.length > 0 && (
        <>
          <div aria-hidden>
            <UsageChart usage={usage.data} />
          </div>
          <table className="gw-visually-hidden">
            <caption>What was spent, by day</caption>
            <tbody>
              {usage.data.items.map(({ key, totalUsd }) => (
                <tr key={key}>
                  <th scope="row">{key}</th>
                  <td>{formatUsd(totalUsd)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  );
}
