import { Button, TextInput } from '@mantine/core';
import { IconLayoutGrid, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { useApps } from '#lib/client/use-apps.ts';
import type { App } from '#lib/contracts/app.ts';
import { AppCard } from './app-card.tsx';
import classes from './apps-list.module.css';

const matches = (app: App, words: string) =>
  `${app.name} ${app.description ?? ''} ${app.projectName} ${app.owner.name ?? ''}`.toLowerCase().includes(words.trim().toLowerCase());

/** The apps that the person may see, with search. */
export function AppsList() {
  const apps = useApps();
  const [words, setWords] = useState('');
  const all = apps.data?.pages.flatMap((one) => one.items) ?? [];
  const found = all.filter((app) => matches(app, words));
  return (
    <section className={classes.root} aria-label="Your apps">
      <div className={classes.head}>
        <h2 className={classes.title}>Your apps</h2>
        <TextInput
          className={classes.search}
          size="sm"
          type="search"
          aria-label="Search apps"
          placeholder="Search"
          leftSection={<IconSearch size={16} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          disabled={all.length === 0}
        />
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
      {apps.isSuccess && all.length === 0 && (
        <Empty icon={<IconLayoutGrid size={24} />} title="No apps yet">
          Write a sentence above, or take one of the examples: each of them can be answered by this project.
        </Empty>
      )}
      {all.length > 0 && found.length === 0 && (
        <Empty icon={<IconSearch size={24} />} title={`Nothing matches “${words.trim()}”`}>
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
