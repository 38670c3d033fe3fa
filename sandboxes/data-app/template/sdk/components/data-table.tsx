import { Button, Group, ScrollArea, Table, Text, TextInput, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { downloadCsv } from '../download.ts';
import { formatterOf } from '../format.ts';
import type { QueryColumn } from '../types.ts';
import type { QueryState, Row } from '../use-metric-query.ts';
import { AboutNumber } from './about-number.tsx';
import { Card } from './card.tsx';
import { ForQuery } from './states.tsx';
import { isNumeric, searchRows, sortRows, type TableSort } from './table-rows.ts';

interface DataTableProps<R extends Row> {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly data: QueryState<R>;
  /** Which columns, in which order; all of the query's unless given. */
  readonly columns?: readonly (keyof R & string)[];
  readonly searchable?: boolean;
  /** Pixels; longer tables scroll under their header. */
  readonly maxHeight?: number;
  readonly onRowClick?: (row: R) => void;
}

const PAGE = 100;

/** Rows with sorting, right-aligned numbers and CSV export: `<DataTable title="Top customers" data={customers} />`. */
export function DataTable<R extends Row>({
  title,
  subtitle,
  data,
  columns,
  searchable = false,
  maxHeight = 440,
  onRowClick,
}: DataTableProps<R>) {
  const [sort, setSort] = useState<TableSort | null>(null);
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState(PAGE);
  const wanted = columns ? columns.flatMap((id) => data.columns.find((column) => column.id === id) ?? []) : data.columns;
  const rows = sortRows(searchRows(data.rows, wanted, search), sort);
  const toolbar = (
    <Group gap="xs" wrap="nowrap">
      {searchable && (
        <TextInput
          size="xs"
          w={180}
          placeholder="Search"
          aria-label={`Search ${title}`}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <Button size="xs" variant="default" disabled={rows.length === 0} onClick={() => downloadCsv(title, wanted, rows)}>
        Export CSV
      </Button>
    </Group>
  );
  return (
    <Card title={title} subtitle={subtitle} actions={toolbar}>
      <ForQuery data={data as QueryState<Row>} height={200}>
        {() => (
          <>
            <ScrollArea.Autosize mah={maxHeight} type="auto" offsetScrollbars="present">
              <Table stickyHeader highlightOnHover verticalSpacing={8} fz="sm" className="gw-numbers">
                <Table.Thead>
                  <Table.Tr>
                    {wanted.map((column) => (
                      <HeaderCell key={column.id} data={data as QueryState<Row>} column={column} sort={sort} onSort={setSort} />
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Body rows={rows.slice(0, shown)} columns={wanted} onRowClick={onRowClick} />
              </Table>
            </ScrollArea.Autosize>
            <Footer
              total={rows.length}
              shown={Math.min(shown, rows.length)}
              truncated={data.truncated}
              onMore={() => setShown(shown + PAGE)}
            />
          </>
        )}
      </ForQuery>
    </Card>
  );
}

interface HeaderCellProps {
  readonly data: QueryState<Row>;
  readonly column: QueryColumn;
  readonly sort: TableSort | null;
  readonly onSort: (sort: TableSort) => void;
}

function HeaderCell({ data, column, sort, onSort }: HeaderCellProps) {
  const active = sort?.id === column.id ? sort : null;
  const next = () => onSort({ id: column.id, descending: active ? !active.descending : isNumeric(column) });
  return (
    <Table.Th ta={isNumeric(column) ? 'right' : 'left'} aria-sort={active ? (active.descending ? 'descending' : 'ascending') : 'none'}>
      <Group gap={4} wrap="nowrap" display="inline-flex" style={isNumeric(column) ? { flexDirection: 'row-reverse' } : {}}>
        <UnstyledButton onClick={next} fz="xs" fw={600} className="gw-quiet" style={{ whiteSpace: 'nowrap' }}>
          {column.label} {active ? (active.descending ? '↓' : '↑') : ''}
        </UnstyledButton>
        <AboutNumber data={data} field={column.id} />
      </Group>
    </Table.Th>
  );
}

interface BodyProps<R extends Row> {
  readonly rows: readonly R[];
  readonly columns: readonly QueryColumn[];
  readonly onRowClick?: ((row: R) => void) | undefined;
}

function Body<R extends Row>({ rows, columns, onRowClick }: BodyProps<R>) {
  const cells = columns.map((column) => ({
    column,
    format: formatterOf(column),
    align: isNumeric(column) ? ('right' as const) : ('left' as const),
  }));
  return (
    <Table.Tbody>
      {rows.map((row) => (
        <Table.Tr
          key={JSON.stringify(Object.values(row))}
          {...(onRowClick ? { onClick: () => onRowClick(row), style: { cursor: 'pointer' } } : {})}
        >
          {cells.map(({ column, format, align }) => (
            <Table.Td key={column.id} ta={align}>
              {format(row[column.id])}
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </Table.Tbody>
  );
}

interface FooterProps {
  readonly total: number;
  readonly shown: number;
  readonly truncated: boolean;
  readonly onMore: () => void;
}

function Footer({ total, shown, truncated, onMore }: FooterProps) {
  if (total === shown && !truncated) return null;
  return (
    <Group justify="space-between" mt="sm">
      <Text size="xs" className="gw-quiet">
        {total === 0
          ? 'Nothing matches the search.'
          : `${shown.toLocaleString('en-US')} of ${truncated ? 'more than ' : ''}${total.toLocaleString('en-US')} rows`}
      </Text>
      {shown < total && (
        <Button size="compact-xs" variant="subtle" onClick={onMore}>
          Show more
        </Button>
      )}
    </Group>
  );
}
