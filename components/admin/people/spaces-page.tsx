'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Column } from '#components/admin/table/admin-table.tsx';
import { Listing } from '#components/admin/table/listing.tsx';
import { NewSpace } from '#components/spaces/new-space.tsx';
import { SpaceMenu } from '#components/spaces/space-menu.tsx';
import { Page } from '#components/ui/page.tsx';
import { AdminSpace } from '#lib/contracts/admin-people.ts';
import classes from './people.module.css';

const COLUMNS: readonly Column<AdminSpace>[] = [
  {
    key: 'name',
    title: 'Name',
    sortable: true,
    cell: ({ name, path }) => (
      <>
        {name}
        {path.length > 1 && <span className={classes.soft}>in {path.slice(0, -1).join(' / ')}</span>}
      </>
    ),
  },
  { key: 'open', title: 'Who may enter', cell: (space) => <Entering space={space} /> },
  { key: 'apps', title: 'Apps', sortable: true, numeric: true, cell: ({ apps }) => apps },
  { key: 'menu', title: 'More', numeric: true, cell: (space) => <SpaceMenu space={space} /> },
];

/** Every space, whether or not one may enter it. */
export function SpacesPage() {
  const [making, setMaking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <Page
      title="Spaces"
      lead="Folders of apps, each with the people and groups who may enter it."
      actions={
        <Button ref={opener} leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
          New space
        </Button>
      }
    >
      <Listing
        what="spaces"
        path="/api/admin/spaces"
        item={AdminSpace}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        sort="name"
        empty={{ title: 'No spaces yet', text: 'Apps are personal until they lie in a space. Make one to share them.' }}
      />
      <NewSpace opened={making} onClose={() => setMaking(false)} opener={opener} />
    </Page>
  );
}

function Entering({ space: { inherits, parentId, access } }: { space: AdminSpace }) {
  const listed = access === 1 ? '1 on its list' : `${access} on its list`;
  if (!inherits) return <>Only {listed}</>;
  return (
    <>
      {parentId === null ? 'Everybody may view it' : 'Whoever may enter the one above'}
      <span className={classes.soft}>{listed}</span>
    </>
  );
}
