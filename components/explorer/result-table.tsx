import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { cellFormatter, isAmount } from '#lib/client/format-cell.ts';
import type { QueryResult, Sort } from '#lib/contracts/query.ts';
import classes from './result-table.module.css';

interface ResultTableProps {
  result: QueryResult;
  sorts: readonly Sort[];
  onSort(fieldId: string): void;
}

const ROW_PX = 33;
/** A short table is drawn whole, so that the page's own search finds everything. */
const WHOLE_UP_TO = 100;
const SAMPLE = 200;

/** Rows in the catalog's formats; of a long list only what is on the screen is drawn. */
export function ResultTable({ result, sorts, onSort }: ResultTableProps) {
  const { columns, rows } = result;
  const scroll = useRef<HTMLDivElement>(null);
  const writers = useMemo(() => columns.map(cellFormatter), [columns]);
  const widths = useMemo(() => columnWidths(result, writers), [result, writers]);
  const long = rows.length > WHOLE_UP_TO;
  const virtual = useVirtualizer({
    count: long ? rows.length : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = long ? [items[0]?.index ?? 0, items.at(-1)?.index ?? -1] : [0, rows.length - 1];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section ref={scroll} className={classes.scroll} tabIndex={0} aria-label="Rows">
      <table className={classes.table} aria-rowcount={rows.length + 1}>
        <colgroup>
          {columns.map((column, index) => (
            <col key={column.id} style={{ width: `${widths[index]}ch` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => {
              const sort = sorts.find(({ fieldId }) => fieldId === column.id);
              return (
                <th
                  key={column.id}
                  scope="col"
                  data-amount={isAmount(column) || undefined}
                  aria-sort={sort === undefined ? undefined : sort.descending ? 'descending' : 'ascending'}
                >
                  <button type="button" className={classes.sort} title={`${column.label} (${column.id})`} onClick={() => onSort(column.id)}>
                    <span>{column.label}</span>
                    {sort !== undefined &&
                      (sort.descending ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />)}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          <Space rows={first} columns={columns.length} />
          {rows.slice(first, last + 1).map((row, offset) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name; their place is what they are
            <tr key={first + offset} aria-rowindex={first + offset + 2}>
              {columns.map((column, index) => (
                <td key={column.id} data-amount={isAmount(column) || undefined}>
                  {writers[index]?.(row[index])}
                </td>
              ))}
            </tr>
          ))}
          <Space rows={long ? rows.length - 1 - last : 0} columns={columns.length} />
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows that are not drawn. */
function Space({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height: rows * ROW_PX, padding: 0, border: 0 }} />
    </tr>
  );
}

/** Widths in characters, from the rows at the top: columns must not jump while one scrolls. */
function columnWidths({ columns, rows }: QueryResult, writers: readonly ((cell: never) => string)[]): number[] {
  return columns.map((column, index) => {
    const write = writers[index] as ((cell: unknown) => string) | undefined;
    const longest = rows.slice(0, SAMPLE).reduce((most, row) => Math.max(most, write?.(row[index]).length ?? 0), column.label.length + 3);
    return Math.min(Math.max(longest + 4, 10), 44);
  });
}
