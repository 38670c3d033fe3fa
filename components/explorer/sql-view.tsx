import { IconLock } from '@tabler/icons-react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useCompiledQuery } from '#lib/client/use-compiled-query.ts';
import { useFeatures } from '#lib/client/use-instance.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import classes from './sql-view.module.css';
import { isRunnable } from './use-explorer.ts';

/** The exact SQL of a query with its parameters; for those who may not see it, why. */
export function SqlView({ projectId, query }: { projectId: string; query: MetricQuery }) {
  const features = useFeatures();
  const allowed = features.data?.scopes.includes('view:Sql') === true;
  const compiled = useCompiledQuery(projectId, allowed && isRunnable(query) ? query : null);
  if (features.data === undefined) {
    const again = () => void features.refetch();
    if (!features.isError) return <Waiting label="Reading your permissions" onRetry={again} />;
    return <Problem title="Your permissions could not be read" error={features.error} onRetry={again} retrying={features.isFetching} />;
  }
  if (!allowed) {
    return (
      <Empty icon={<IconLock size={24} />} title="Your role does not show SQL">
        The rows and their numbers are the same. Ask an administrator for the permission “view:Sql” to see the SQL behind them.
      </Empty>
    );
  }
  if (!isRunnable(query)) return <Empty title="No SQL yet">Choose a metric or a dimension first.</Empty>;
  if (compiled.data === undefined) {
    const again = () => void compiled.refetch();
    if (!compiled.isError) return <Waiting label="Writing the SQL" onRetry={again} />;
    return <Problem title="The query has no SQL" error={compiled.error} onRetry={again} retrying={compiled.isFetching} />;
  }
  const { sql, parameters, warnings, usedTables } = compiled.data;
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <p className={classes.tables}>{usedTables.length > 0 && `Reads ${usedTables.join(', ')}.`}</p>
        <CopyButton text={sql} label="Copy SQL" size="compact-sm" variant="subtle" color="gray" />
      </div>
      {warnings.map((warning) => (
        <p key={warning} className={classes.warning}>
          {warning}.
        </p>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.code} aria-label="SQL" tabIndex={0}>
        <pre>
          <code>{sql}</code>
        </pre>
      </section>
      {parameters.length > 0 && (
        <dl className={classes.parameters} aria-label="Parameters">
          {parameters.map((value, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a parameter is its place
            <div key={index}>
              <dt>${index + 1}</dt>
              <dd>{JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
