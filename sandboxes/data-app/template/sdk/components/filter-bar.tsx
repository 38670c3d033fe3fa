import { Button, Group, MultiSelect } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import type { ReactNode } from 'react';
import type { DateFilter, FieldFilter } from '../filters.ts';

interface Resettable {
  readonly value: readonly (string | null)[];
}

/** One choice of values, with search: `<SelectFilter filter={region} />`. */
export function SelectFilter({ filter }: { filter: FieldFilter }) {
  const chosen = filter.value.length;
  return (
    <MultiSelect
      label={filter.label}
      placeholder={chosen > 0 ? undefined : filter.isLoading ? 'Loading…' : 'All'}
      data={[...new Set([...filter.options, ...filter.value])]}
      value={[...filter.value]}
      onChange={filter.setValue}
      error={filter.error?.message}
      size="sm"
      w={chosen > 2 ? 340 : 220}
      maw="100%"
      searchable
      clearable
      hidePickedOptions
      nothingFoundMessage="Nothing matches"
    />
  );
}

/** Two days with a calendar: `<DateRangeFilter filter={period} />`. */
export function DateRangeFilter({ filter }: { filter: DateFilter }) {
  return (
    <DatePickerInput
      type="range"
      label={filter.label}
      placeholder="All time"
      value={[filter.value[0], filter.value[1]]}
      onChange={([from, to]) => filter.setValue([from, to])}
      valueFormat="MMM D, YYYY"
      size="sm"
      w={260}
      maw="100%"
      clearable
      allowSingleDateInRange
    />
  );
}

interface FilterBarProps {
  /** The filters inside: with these given, a reset button appears once one is set. */
  readonly filters?: readonly (FieldFilter | DateFilter)[];
  readonly children?: ReactNode;
}

/** Filters in a row. `<FilterBar filters={[region, period]} />` draws and resets them; other controls go between the tags. */
export function FilterBar({ filters = [], children }: FilterBarProps) {
  const anySet = filters.some(({ value }: Resettable) => value.some((part) => part !== null));
  const reset = () => {
    for (const filter of filters) {
      if (isDateFilter(filter)) filter.setValue([null, null]);
      else filter.setValue([]);
    }
  };
  return (
    <Group align="flex-end" gap="sm">
      {filters.map((filter) =>
        isDateFilter(filter) ? (
          <DateRangeFilter key={filter.fieldId} filter={filter} />
        ) : (
          <SelectFilter key={filter.fieldId} filter={filter} />
        ),
      )}
      {children}
      {anySet && (
        <Button variant="subtle" size="sm" onClick={reset}>
          Reset
        </Button>
      )}
    </Group>
  );
}

function isDateFilter(filter: FieldFilter | DateFilter): filter is DateFilter {
  return !('options' in filter);
}
