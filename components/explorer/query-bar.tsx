import { Button, Kbd, NumberInput, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useRef } from 'react';
import { type FilterPart, filtersOf, unknownFields, withFilters, withoutFields } from '#lib/client/edit-query.ts';
import type { ExploreField } from '#lib/client/explore-fields.ts';
import type { useProjectQuery } from '#lib/client/use-project-query.ts';
import type { CatalogExplore } from '#lib/contracts/catalog.ts';
import { MAX_LIMIT, type MetricQuery } from '#lib/contracts/query.ts';
import { BadLink } from './bad-link.tsx';
import { FilterRow } from './filter-row.tsx';
import classes from './query-bar.module.css';
import { type ExplorerState, isRunnable } from './use-explorer.ts';

interface QueryBarProps {
  explore: CatalogExplore | undefined;
  fields: ReadonlyMap<string, ExploreField>;
  query: MetricQuery;
  state: ExplorerState;
  result: ReturnType<typeof useProjectQuery>;
}

const PARTS: readonly FilterPart[] = ['dimensions', 'metrics'];

/** The filters and the limit of the query, and what starts and stops it. */
export function QueryBar({ explore, fields, query, state, result }: QueryBarProps) {
  const running = result.isFetching;
  const ready = isRunnable(query);
  const button = useRef<HTMLButtonElement>(null);
  const remove = (part: FilterPart, index: number) => {
    state.edit(withFilters(query, part, filtersOf(query, part).toSpliced(index, 1)));
    // The button that had the keyboard goes with its filter; to run the query is what comes next.
    button.current?.focus();
  };
  const run = () => {
    if (!ready) return;
    if (!state.edited) void result.refetch();
    state.run();
  };
  useHotkeys([['mod+Enter', run]], []);
  const filters = PARTS.flatMap((part) => filtersOf(query, part).map((item, index) => ({ part, item, index })));
  return (
    <section className={classes.root} aria-label="Query">
      <Missing explore={explore} fields={fields} query={query} state={state} />
      {filters.length > 0 && (
        <ul className={classes.filters} aria-label="Filters">
          {filters.map(({ part, item, index }) => (
            <FilterRow
              // Filters have no name of their own; the place is what tells them apart.
              key={`${part}/${index}`}
              item={item}
              fields={fields}
              onChange={(next) => state.edit(withFilters(query, part, filtersOf(query, part).with(index, next)))}
              onRemove={() => remove(part, index)}
              onEnter={run}
            />
          ))}
        </ul>
      )}
      <div className={classes.line}>
        <p className={classes.words}>{queryWords(query, fields)}</p>
        <NumberInput
          className={classes.limit}
          size="xs"
          aria-label="Most rows"
          prefix="≤ "
          suffix=" rows"
          min={1}
          max={MAX_LIMIT}
          clampBehavior="blur"
          allowDecimal={false}
          allowNegative={false}
          hideControls
          value={query.limit}
          onChange={(value) => {
            const limit = Number(value);
            if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT && limit !== query.limit) state.edit({ ...query, limit });
          }}
        />
        {/* One button for both, so that it keeps the keyboard. */}
        <Tooltip label={<RunHint ready={ready} />} disabled={running}>
          <Button
            ref={button}
            size="compact-md"
            variant={running ? 'default' : 'filled'}
            leftSection={running ? <IconPlayerStop size={15} /> : <IconPlayerPlay size={15} />}
            data-disabled={running || ready ? undefined : true}
            aria-disabled={!running && !ready}
            onClick={(event) => {
              if (!running) run();
              // The second half of a double click is no wish to cancel.
              else if (event.detail < 2) void result.cancel();
            }}
          >
            {running ? 'Cancel' : 'Run'}
          </Button>
        </Tooltip>
      </div>
    </section>
  );
}

function RunHint({ ready }: { ready: boolean }) {
  if (!ready) return 'Choose a metric or a dimension first';
  return (
    <>
      <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd>
    </>
  );
}

/** What the query of the address names and the catalog does not have. */
function Missing({ explore, fields, query, state }: Omit<QueryBarProps, 'result'>) {
  if (explore === undefined) {
    return (
      <BadLink
        message={`There is no explore “${query.explore}” that you may use in this project. It may have been renamed: choose another one.`}
      >
        <Button size="compact-sm" variant="default" onClick={state.clear}>
          Start anew
        </Button>
      </BadLink>
    );
  }
  const gone = unknownFields(query, fields);
  if (gone.length === 0) return null;
  const what = gone.length === 1 ? 'a field' : `${gone.length} fields`;
  return (
    <BadLink
      message={`This query asks for ${what} that ${explore.label} does not have: ${gone.join(', ')}. Take ${gone.length === 1 ? 'it' : 'them'} out, or choose other fields.`}
    >
      <Button size="compact-sm" variant="default" onClick={() => state.edit(withoutFields(query, gone))}>
        {gone.length === 1 ? 'Take it out' : 'Take them out'}
      </Button>
    </BadLink>
  );
}

/** "Order count, Revenue by Region", or what to do first. */
function queryWords(query: MetricQuery, fields: ReadonlyMap<string, ExploreField>): string {
  const label = (id: string) => fields.get(id)?.label ?? id;
  const metrics = query.metrics.map(label).join(', ');
  const dimensions = query.dimensions.map(label).join(', ');
  if (metrics !== '' && dimensions !== '') return `${metrics} by ${dimensions}`;
  return metrics || dimensions || 'Choose metrics to compute and dimensions to group them by.';
}
