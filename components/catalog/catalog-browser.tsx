import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { searchCatalog } from '#lib/client/search-catalog.ts';
import { useCatalog } from '#lib/client/use-projects.ts';
import classes from './catalog-browser.module.css';
import { ExploreView } from './explore-view.tsx';

/** Explores, dimensions and metrics of a project, with search. */
export function CatalogBrowser({ projectId }: { projectId: string }) {
  const catalog = useCatalog(projectId);
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  if (catalog.isPending) {
    return (
      <Waiting label="Loading the catalog" onRetry={() => void catalog.refetch()}>
        <Bar height={220} />
      </Waiting>
    );
  }
  if (catalog.data === undefined) {
    return (
      <Problem
        title="The catalog could not be loaded"
        error={catalog.error}
        onRetry={() => void catalog.refetch()}
        retrying={catalog.isFetching}
      />
    );
  }
  const explores = searchCatalog(catalog.data, words);
  const explore = explores.find((one) => one.name === chosen) ?? explores.find((one) => one.metrics.length > 0) ?? explores[0];
  return (
    <section className={classes.root} aria-label="Catalog">
      <div className={classes.side}>
        <TextInput
          type="search"
          aria-label="Search the catalog"
          placeholder="Search fields"
          leftSection={<IconSearch size={16} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <ul className={classes.explores} aria-label="Explores">
          {explores.map((one) => (
            <li key={one.name}>
              <button
                type="button"
                className={classes.explore}
                aria-current={one === explore ? 'true' : undefined}
                onClick={() => setChosen(one.name)}
              >
                {one.label}
                <span className={classes.count}>{one.dimensions.length + one.metrics.length}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className={classes.main}>
        {explore === undefined ? (
          <Empty title={words.trim() === '' ? 'The catalog is empty' : `No field matches “${words.trim()}”`}>
            {words.trim() === '' ? 'The project defines no explores that could be used. Look at its issues.' : 'Try a shorter word.'}
          </Empty>
        ) : (
          <ExploreView projectId={projectId} explore={explore} />
        )}
      </div>
    </section>
  );
}
