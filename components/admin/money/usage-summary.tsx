import type { ReactNode } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import { formatUsd } from '#lib/client/format.ts';
import type { UsageSummary } from '#lib/contracts/usage.ts';
import classes from './usage-page.module.css';
import type { Days } from './usage-page.tsx';
import { useUsageSummary } from './use-usage.ts';

/** The four numbers that an administrator wants first. */
export function UsageSummaryLine({ days }: { days: Days }) {
  const summary = useUsageSummary(days);
  if (summary.isError && summary.data === undefined) {
    return <Problem title="The sums could not be loaded" error={summary.error} onRetry={() => void summary.refetch()} />;
  }
  const { data } = summary;
  return (
    <dl className={classes.tiles} aria-busy={summary.isPending}>
      <Tile title="Spent" value={data && formatUsd(data.totalUsd)} note={data ? `${data.from} to ${data.to}, ${data.timeZone}` : ' '} />
      <Tile title="By the end of the month" value={data && ahead(data)} note={data ? how(data) : ' '} />
      <Tile
        title="Spent without a version"
        value={data && formatUsd(data.failedUsd)}
        note={data ? `${data.failedBuilds} of ${data.builds} builds failed or were cancelled` : ' '}
      />
      {data !== undefined && data.uncertainCalls > 0 && (
        <Tile
          title="Perhaps spent, too"
          value={`≤ ${formatUsd(data.uncertainUsd)}`}
          note={`${data.uncertainCalls} calls whose process died: the provider's bill knows`}
        />
      )}
    </dl>
  );
}

const ahead = ({ forecast }: UsageSummary): string => (forecast === null ? '–' : `about ${formatUsd(forecast.monthEndUsd)}`);

function how({ forecast }: UsageSummary): string {
  if (forecast === null) return 'Nothing was spent lately';
  const days = forecast.fromDays === 1 ? 'day' : `${forecast.fromDays} days`;
  return `${formatUsd(forecast.spentUsd)} so far, then ${formatUsd(forecast.perDayUsd)} a day as in the last ${days}`;
}

function Tile({ title, value, note }: { title: string; value: ReactNode; note: string }) {
  return (
    <div className={classes.tile}>
      <dt>{title}</dt>
      <dd>{value ?? '…'}</dd>
      <dd className={classes.note}>{note}</dd>
    </div>
  );
}
