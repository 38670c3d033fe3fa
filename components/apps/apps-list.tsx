import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconLayoutGrid, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { useApps } from '#lib/client/use-apps.ts';
import { AppCard } from './app-card.tsx';
import classes from './apps-list.module.css';

/** The apps that the person may see, with search. */
export function AppsList() {
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 200);
  const apps = useApps(search);
  const found = apps.data?.pages.flatMap((one) => one.items) ?? [];
  const none = apps.isSuccess && !apps.isPlaceholderData && found.length === 0;
  return (
    <section className={classes.root} aria-label="Your apps">
      <div className={classes.head}>
        <h2 className={classes.title}>Your apps</h2>
        {!(none && words === '') && (
          <TextInput
            className={classes.search}
            size="sm"
            type="search"
            aria-label="Search apps"
            placeholder="Search"
            leftSection={<IconSearch size={16} />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
      </div>
      {apps.isPending && (
        <Waiting label="Loading your apps" onRetry={() => void apps.refetch()}>
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
      )}
      {apps.isError && (
        <Problem title="The apps could not be loaded" error={apps.error} onRetry={() => void apps.refetch()} retrying={apps.isFetching} />
      )}
      {none && search === '' && (
        <Empty icon={<IconLayoutGrid size={24} />} title="No apps yet">
          Write a sentence above, or take one of the examples: each of them can be answered by this project.
        </Empty>
      )}
      {none && search !== '' && (
        <Empty icon={<IconSearch size={24} />} title={`Nothing matches “${search}”`}>
          <Button size="compact-sm" variant="default" onClick={() => setWords('')}>
            Clear the search
          </Button>
        </Empty>
      )}
      {found.length > 0 && (
        <ul className={classes.grid}>
          {found.map((app) => (
            <AppCard key={app.id} app={app} />
          ))}
        </ul>
      )}
      {apps.hasNextPage && (
        <div className={classes.more}>
          <Button variant="default" loading={apps.isFetchingNextPage} onClick={() => void apps.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}
