'use client';

import { ActionIcon, Badge, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { notifyProblem } from '#components/ui/notify.ts';
import { Page, Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { api } from '#lib/client/api.ts';
import { keys } from '#lib/client/keys.ts';
import { type PriceLine, PriceLines } from '#lib/contracts/prices.ts';
import { AdminTable, type Column } from '../table/admin-table.tsx';
import classes from './budgets-page.module.css';
import { PriceDialog } from './price-dialog.tsx';
import { KINDS, RATE_WORDS } from './price-words.ts';
import { useMoneyChange } from './use-money-change.ts';

const PATH = '/api/admin/prices';

/** What models, sandboxes and warehouses cost from which day on. */
export function PricesPage() {
  const opener = useRef<HTMLElement>(null);
  const [opened, setOpened] = useState(false);
  const prices = useQuery({ queryKey: keys.adminList(PATH, {}), queryFn: ({ signal }) => api(PriceLines, PATH, { signal }) });
  const remove = useMoneyChange('The price was deleted.', (id: string) =>
    api(PriceLines, `${PATH}/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  );
  const onDelete = (id: string) => remove.mutate(id, { onError: (error) => notifyProblem('The price was not deleted', error) });
  return (
    <Page
      title="Prices"
      lead="What is set aside before a call and counted after it. A price of yours comes before the built-in one; the environment's file comes before both."
      actions={
        <Button
          leftSection={<IconPlus size={16} />}
          onClick={(event) => {
            opener.current = event.currentTarget;
            setOpened(true);
          }}
        >
          New price
        </Button>
      }
    >
      {prices.isPending && <Waiting label="Loading prices" />}
      {prices.isError && prices.data === undefined && (
        <Problem title="The prices could not be loaded" error={prices.error} onRetry={() => void prices.refetch()} />
      )}
      {prices.data !== undefined &&
        KINDS.map(({ kind, title, note }) => (
          <Panel key={kind} title={title} note={note}>
            <AdminTable
              label={`Prices of ${title}`}
              columns={columnsOf(kind, onDelete)}
              rows={prices.data.items.filter((line) => line.kind === kind)}
              rowKey={({ id, name, from, origin }) => id ?? `${origin} ${name} ${from}`}
            />
          </Panel>
        ))}
      <PriceDialog opened={opened} opener={opener} onClose={() => setOpened(false)} />
    </Page>
  );
}

const ORIGINS = { stored: 'Yours', environment: 'From the environment', 'built-in': 'Built in' } as const;

const columnsOf = (kind: PriceLine['kind'], onDelete: (id: string) => void): readonly Column<PriceLine>[] => [
  {
    key: 'name',
    title: kind === 'model' ? 'Model' : kind === 'sandbox' ? 'Provider' : 'Warehouse',
    cell: ({ name, origin, inForce }) => (
      <>
        {name} {inForce && <Badge variant="light">in force</Badge>}
        <span className={classes.soft}>{ORIGINS[origin]}</span>
      </>
    ),
  },
  { key: 'from', title: 'From', cell: ({ from }) => from },
  ...Object.entries(RATE_WORDS[kind]).map(
    ([rate, title]): Column<PriceLine> => ({
      key: rate,
      title,
      numeric: true,
      wide: rate.startsWith('cache'),
      cell: ({ rates }) => `$${rates[rate] ?? 0}`,
    }),
  ),
  {
    key: 'delete',
    title: 'Actions',
    numeric: true,
    cell: ({ id, name, from }) =>
      id !== null && (
        <ActionIcon variant="subtle" color="gray" aria-label={`Delete the price of ${name} from ${from}`} onClick={() => onDelete(id)}>
          <IconTrash size={16} />
        </ActionIcon>
      ),
  },
];
