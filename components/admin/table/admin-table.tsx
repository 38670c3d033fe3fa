import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './admin-table.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** The server sorts by this column under its key. */
  readonly sortable?: boolean;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
  /** Left out on narrow windows. */
  readonly wide?: boolean;
}

interface AdminTableProps<Row> {
  /** What the table holds, e.g. "Budgets". */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** `name` upwards, `-name` downwards. */
  sort?: string;
  onSort?: (sort: string) => void;
  busy?: boolean;
}

/** A table whose head sorts on the server. It scrolls sideways by itself where it is wider than the window. */
export function AdminTable<Row>({ label, columns, rows, rowKey, sort, onSort, busy = false }: AdminTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.table} aria-busy={busy}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ key, cell, numeric, wide }) => (
                <td key={key} data-numeric={numeric || undefined} data-wide={wide || undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}

function Head<Row>({ column: { key, title, sortable, numeric, wide }, sort, onSort }: HeadProps<Row>) {
  const upwards = sort === key;
  const downwards = sort === `-${key}`;
  const order = upwards ? 'ascending' : downwards ? 'descending' : undefined;
  return (
    <th scope="col" aria-sort={order} data-numeric={numeric || undefined} data-wide={wide || undefined}>
      {sortable && onSort ? (
        <UnstyledButton className={classes.sort} onClick={() => onSort(upwards ? `-${key}` : key)}>
          {title}
          {upwards && <IconArrowUp size={13} aria-hidden />}
          {downwards && <IconArrowDown size={13} aria-hidden />}
        </UnstyledButton>
      ) : (
        title
      )}
    </th>
  );
}
