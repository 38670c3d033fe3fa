import { IconArrowsExchange, IconMinus, IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { explorerPath } from '#lib/client/paths.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import type { DescribedQuery, VersionDiff } from '#lib/contracts/version-diff.ts';
import classes from './query-changes.module.css';

interface QueryChangesProps {
  appId: string;
  projectId: string;
  queries: VersionDiff['queries'];
}

/** What the newer version asks for that the older one did not, in the words of the catalog. */
export function QueryChanges({ appId, projectId, queries }: QueryChangesProps) {
  const explore = (query: MetricQuery) => explorerPath(projectId, query, { appId });
  return (
    <ul className={classes.root}>
      {queries.changed.map(({ title, before, after, changes }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list of two versions never changes
        <li key={`changed/${index}`} className={classes.query} data-kind="changed">
          <IconArrowsExchange size={16} aria-label="Changed" />
          <div>
            <p className={classes.title}>{title}</p>
            <ul className={classes.changes}>
              {changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
            <Link href={explore(after)} className={classes.link}>
              Explore it
            </Link>
            <Link href={explore(before)} className={classes.link}>
              As it was
            </Link>
          </div>
        </li>
      ))}
      {queries.added.map((query, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list of two versions never changes
        <li key={`added/${index}`} className={classes.query} data-kind="added">
          <IconPlus size={16} aria-label="Added" />
          <div>
            <p className={classes.title}>{query.title}</p>
            <Link href={explore(plain(query))} className={classes.link}>
              Explore it
            </Link>
          </div>
        </li>
      ))}
      {queries.removed.map((query, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list of two versions never changes
        <li key={`removed/${index}`} className={classes.query} data-kind="removed">
          <IconMinus size={16} aria-label="Removed" />
          <div>
            <p className={classes.title}>{query.title}</p>
            <Link href={explore(plain(query))} className={classes.link}>
              As it was
            </Link>
          </div>
        </li>
      ))}
    </ul>
  );
}

function plain({ title: _title, ...query }: DescribedQuery): MetricQuery {
  return query;
}
