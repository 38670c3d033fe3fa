import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconChecks, IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { SpaceFilter } from '#components/spaces/space-filter.tsx';
import { LoadMore } from '#components/ui/load-more.tsx';
import { notifyProblem } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { useApps } from '#lib/client/use-apps.ts';
import { useMarkAllRead, useUnreadCount } from '#lib/client/use-unread.ts';
import { AppCard } from './app-card.tsx';
import classes from './apps-list.module.css';
import { NoApps } from './no-apps.tsx';

/** The apps that the person may see, with search. */
export function AppsList() {
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 200);
  const field = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => field.current?.focus()]]);
  const [spaceId, setSpaceId] = useState('');
  const apps = useApps(search, spaceId);
  const found = apps.data ?? [];
  const none = apps.isSuccess && !apps.isPlaceholderData && found.length === 0;
  const clear = () => {
    setWords('');
    setSpaceId('');
    field.current?.focus();
  };
  return (
    <section className={classes.root} aria-label="Apps">
      <div className={classes.head}>
        <h2 className={classes.title}>Apps</h2>
        <MarkAllRead />
        <div className={classes.narrow}>
          <SpaceFilter value={spaceId} onChange={setSpaceId} />
        </div>
        {!(none && words === '' && search === '' && spaceId === '') && (
          <TextInput
            ref={field}
            className={classes.search}
            size="sm"
            type="search"
            aria-label="Search apps"
            aria-keyshortcuts="/"
            placeholder="Search"
            leftSection={<IconSearch size={16} />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setWords('')}
          />
        )}
      </div>
      <p className="gw-visually-hidden" role="status">
        {search !== '' && apps.isSuccess && !apps.isPlaceholderData ? foundText(found.length, apps.hasNextPage) : ''}
      </p>
      {apps.isPending && <Ghosts onRetry={() => void apps.refetch()} />}
      {apps.isError && apps.data === undefined && (
        <Problem title="The apps could not be loaded" error={apps.error} onRetry={() => void apps.refetch()} retrying={apps.isFetching} />
      )}
      {none && <NoApps search={search} narrowed={spaceId !== ''} onClear={clear} />}
      {found.length > 0 && (
        <ul className={classes.grid} aria-busy={apps.isPlaceholderData}>
          {found.map((app) => (
            <AppCard key={app.id} app={app} />
          ))}
        </ul>
      )}
      {apps.hasNextPage && (
        <LoadMore
          label="Show more apps"
          loading={apps.isFetchingNextPage}
          failed={apps.isFetchNextPageError}
          onLoad={() => void apps.fetchNextPage()}
        />
      )}
    </section>
  );
}

const foundText = (count: number, more: boolean) => (count === 1 ? '1 app found' : `${count}${more ? ' or more' : ''} apps found`);

function MarkAllRead() {
  const unread = useUnreadCount();
  const mark = useMarkAllRead();
  if (unread === 0) return null;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconChecks size={15} />}
      loading={mark.isPending}
      onClick={() => mark.mutate(undefined, { onError: (error) => notifyProblem('Nothing was marked as read', error) })}
    >
      Mark all as read
    </Button>
  );
}

function Ghosts({ onRetry }: { onRetry(): void }) {
  return (
    <Waiting label="Loading your apps" onRetry={onRetry}>
      <div className={classes.grid} aria-hidden>
        {['a', 'b', 'c'].map((key) => (
          <div key={key} className={classes.ghost}>
            <Bar width="60%" />
            <Bar width="90%" />
            <Bar width="40%" />
          </div>
        ))}
      </div>
    </Waiting>
  );
}
