import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { Empty } from '#components/ui/empty.tsx';
import { LoadMore } from '#components/ui/load-more.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { type Narrowed, useAdminList } from '#lib/client/use-admin-list.ts';
import { AdminTable, type Column } from './admin-table.tsx';
import classes from './listing.module.css';

interface ListingProps<T extends z.ZodType> {
  /** What it lists, in lower case, e.g. "budgets". */
  what: string;
  path: string;
  item: T;
  columns: readonly Column<z.output<T>>[];
  rowKey: (row: z.output<T>) => string;
  /** The first sort order, e.g. "-createdAt"; none: the server's own order, which cannot be changed. */
  sort?: string;
  /** More than words and order, e.g. `{status: 'failed'}`, chosen by `filters`. */
  narrowed?: Narrowed;
  filters?: ReactNode;
  /** What stands there when there is nothing at all: why, and what to do. */
  empty: { title: string; text: ReactNode };
  search?: boolean;
}

/** A table of the administration with its search, filters, pages, and all the states that it can be in. */
export function Listing<T extends z.ZodType>(props: ListingProps<T>) {
  const { what, path, item, columns, rowKey, narrowed = {}, filters, empty, search = true } = props;
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 200);
  const [sort, setSort] = useState(props.sort ?? '');
  const list = useAdminList(path, item, { ...narrowed, q, sort });
  const rows = list.data ?? [];
  const none = list.isSuccess && !list.isPlaceholderData && rows.length === 0;
  const searched = q !== '' || Object.values(narrowed).some((value) => value !== '');
  return (
    <>
      <div className={classes.bar}>
        {search && (
          <TextInput
            className={classes.search}
            size="sm"
            type="search"
            aria-label={`Search ${what}`}
            placeholder="Search"
            leftSection={<IconSearch size={16} />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setWords('')}
          />
        )}
        {filters}
      </div>
      <p className="gw-visually-hidden" role="status">
        {searched && list.isSuccess && !list.isPlaceholderData ? `${rows.length}${list.hasNextPage ? ' or more' : ''} ${what} found` : ''}
      </p>
      {list.isPending && <Waiting label={`Loading ${what}`} onRetry={() => void list.refetch()} />}
      {list.isError && list.data === undefined && (
        <Problem
          title={`The ${what} could not be loaded`}
          error={list.error}
          onRetry={() => void list.refetch()}
          retrying={list.isFetching}
        />
      )}
      {none && searched && <Empty title="Nothing found">No {what} match what you look for.</Empty>}
      {none && !searched && <Empty title={empty.title}>{empty.text}</Empty>}
      {rows.length > 0 && (
        <AdminTable
          label={`Table of ${what}`}
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          busy={list.isPlaceholderData}
          {...(props.sort === undefined ? {} : { sort, onSort: setSort })}
        />
      )}
      {list.hasNextPage && (
        <LoadMore
          label={`Show more ${what}`}
          loading={list.isFetchingNextPage}
          failed={list.isFetchNextPageError}
          onLoad={() => void list.fetchNextPage()}
        />
      )}
    </>
  );
}
