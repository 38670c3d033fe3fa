import { Select, TextInput } from '@mantine/core';
import { IconFilterPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { filtersOf, newFilter, toggleField, withFilters } from '#lib/client/edit-query.ts';
import { type ExploreField, fieldsOf } from '#lib/client/explore-fields.ts';
import { searchCatalog } from '#lib/client/search-catalog.ts';
import type { Catalog, CatalogDimension, CatalogExplore } from '#lib/contracts/catalog.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import classes from './field-picker.module.css';

interface FieldPickerProps {
  catalog: Catalog;
  explore: CatalogExplore | undefined;
  query: MetricQuery | null;
  onExplore(name: string): void;
  onQuery(query: MetricQuery): void;
}

/** Choose an explore, then its fields. */
export function FieldPicker({ catalog, explore, query, onExplore, onQuery }: FieldPickerProps) {
  const [words, setWords] = useState('');
  return (
    <section className={classes.root} aria-label="Fields">
      <Select
        label="Explore"
        placeholder="Choose an explore"
        data={catalog.explores.map(({ name, label }) => ({ value: name, label }))}
        value={explore?.name ?? null}
        onChange={(name) => name !== null && name !== explore?.name && onExplore(name)}
        searchable
        nothingFoundMessage="No explore has that name"
      />
      {explore !== undefined && query !== null && (
        <>
          <TextInput
            type="search"
            aria-label="Search fields"
            placeholder="Search fields"
            leftSection={<IconSearch size={16} />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <FieldList explore={explore} words={words} query={query} onQuery={onQuery} />
        </>
      )}
    </section>
  );
}

interface FieldListProps {
  explore: CatalogExplore;
  words: string;
  query: MetricQuery;
  onQuery(query: MetricQuery): void;
}

function FieldList({ explore, words, query, onQuery }: FieldListProps) {
  const [found] = searchCatalog({ explores: [explore] }, words);
  if (found === undefined)
    return (
      <p className={classes.none}>
        No field of {explore.label} matches “{words.trim()}”. Try a shorter word.
      </p>
    );
  const fields = fieldsOf(found);
  const known = new Set(found.dimensions.map(({ id }) => id));
  const roots = found.dimensions.filter(({ baseId }) => baseId === null || !known.has(baseId));
  const row = (id: string, intervals: readonly CatalogDimension[] = []) => {
    const field = fields.get(id);
    return field && <FieldRow key={id} field={field} intervals={intervals} query={query} onQuery={onQuery} />;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={`Fields of ${explore.label}`}>
      {found.metrics.length > 0 && (
        <>
          <h2 className={classes.heading}>Metrics</h2>
          <ul className={classes.list}>{found.metrics.map(({ id }) => row(id))}</ul>
        </>
      )}
      {roots.length > 0 && (
        <>
          <h2 className={classes.heading}>Dimensions</h2>
          <ul className={classes.list}>
            {roots.map(({ id }) =>
              row(
                id,
                found.dimensions.filter(({ baseId }) => baseId === id),
              ),
            )}
          </ul>
        </>
      )}
    </section>
  );
}

interface FieldRowProps {
  field: ExploreField;
  intervals: readonly CatalogDimension[];
  query: MetricQuery;
  onQuery(query: MetricQuery): void;
}

function FieldRow({ field, intervals, query, onQuery }: FieldRowProps) {
  const chosen = (id: string) => query.dimensions.includes(id) || query.metrics.includes(id);
  const part = field.kind === 'dimension' ? 'dimensions' : 'metrics';
  return (
    <li className={classes.item} data-metric={field.kind === 'metric' || undefined}>
      <div className={classes.line}>
        <label className={classes.field} title={field.description ?? field.id}>
          <input type="checkbox" checked={chosen(field.id)} onChange={() => onQuery(toggleField(query, field))} />
          <span>{field.label}</span>
        </label>
        <button
          type="button"
          className={classes.filter}
          aria-label={`Filter by ${field.label}`}
          title={`Filter by ${field.label}`}
          onClick={() => onQuery(withFilters(query, part, [...filtersOf(query, part), newFilter(field)]))}
        >
          <IconFilterPlus size={15} aria-hidden />
        </button>
      </div>
      {intervals.length > 0 && (
        <div className={classes.intervals}>
          {intervals.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              className={classes.interval}
              aria-pressed={chosen(id)}
              aria-label={label}
              onClick={() => onQuery(toggleField(query, { id, kind: 'dimension' }))}
            >
              {/* Its own part of the label: what is read must be in what is said. */}
              {label.startsWith(`${field.label} `) ? label.slice(field.label.length + 1) : label}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}
