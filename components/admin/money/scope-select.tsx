import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#lib/client/api.ts';
import { keys } from '#lib/client/keys.ts';
import { ScopeChoices, type ScopeKind } from '#lib/contracts/budgets.ts';
import { SCOPE_WORDS } from './words.ts';

interface ScopeSelectProps {
  kind: Exclude<ScopeKind, 'org'>;
  value: string | null;
  onChange(id: string | null): void;
}

/** Which space, group, person or app, looked for by its name. */
export function ScopeSelect({ kind, value, onChange }: ScopeSelectProps) {
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words, 200);
  const found = useQuery({
    queryKey: keys.adminList('/api/admin/budgets/scopes', { kind, q }),
    queryFn: ({ signal }) => api(ScopeChoices, `/api/admin/budgets/scopes?${new URLSearchParams({ kind, q })}`, { signal }),
    placeholderData: keepPreviousData,
  });
  const nothing = found.isPending ? 'Looking…' : found.isError ? found.error.message : 'Nothing has this name';
  return (
    <Select
      label={SCOPE_WORDS[kind]}
      placeholder="Search"
      searchable
      // The server has looked already.
      filter={({ options }) => options}
      data={(found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      onSearchChange={setWords}
      nothingFoundMessage={nothing}
    />
  );
}
