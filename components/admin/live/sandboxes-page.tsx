'use client';

import { Button, Menu, Select } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { z } from 'zod';
import { ConfirmByName } from '#components/admin/confirm-by-name.tsx';
import type { Column } from '#components/admin/table/admin-table.tsx';
import { Listing } from '#components/admin/table/listing.tsx';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { Page } from '#components/ui/page.tsx';
import { api } from '#lib/client/api.ts';
import { formatBytes, formatUsd } from '#lib/client/format.ts';
import { keys } from '#lib/client/keys.ts';
import { apiPath } from '#lib/client/paths.ts';
import { SandboxLine } from '#lib/contracts/live.ts';

type Act = 'suspend' | 'destroy';

const STATES = { creating: 'Being made', running: 'Running', suspended: 'Suspended' };

/** "38 s", "14 min", "5 h", "12 days". */
function span(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return `${Math.round(ms / 1000)} s`;
  if (minutes < 60) return `${Math.round(minutes)} min`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}

const COLUMNS: readonly Column<SandboxLine>[] = [
  {
    key: 'app',
    title: 'App',
    cell: ({ app, id }) => (app ? <Link href={`/apps/${app.id}`}>{app.name}</Link> : <span title={id}>Waits for the next build</span>),
  },
  { key: 'state', title: 'State', sortable: true, cell: ({ state, buildId }) => (buildId ? `${STATES[state]}, in use` : STATES[state]) },
  { key: 'provider', title: 'Provider', wide: true, cell: ({ provider }) => provider },
  { key: 'age', title: 'Age', sortable: true, numeric: true, wide: true, cell: ({ ageMs }) => span(ageMs) },
  { key: 'idle', title: 'Idle', sortable: true, numeric: true, cell: ({ idleMs }) => span(idleMs) },
  {
    key: 'size',
    title: 'Snapshot',
    sortable: true,
    numeric: true,
    wide: true,
    cell: ({ snapshotBytes }) => (snapshotBytes === null ? '–' : formatBytes(snapshotBytes)),
  },
  { key: 'cost', title: 'Cost', numeric: true, wide: true, cell: ({ costUsd }) => (costUsd === null ? '–' : formatUsd(costUsd)) },
];

/** Every sandbox there is, with what can be done about it. */
export function SandboxesPage() {
  const [state, setState] = useState<string | null>(null);
  const [chosen, setChosen] = useState<SandboxLine | null>(null);
  const [purging, setPurging] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const purgeButton = useRef<HTMLButtonElement>(null);
  const act = useAct();
  const actions: Column<SandboxLine> = {
    key: 'actions',
    title: 'Actions',
    numeric: true,
    cell: (line) => (
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={`Actions for the sandbox of ${nameOf(line)}`}
            onClick={({ currentTarget }) => {
              opener.current = currentTarget;
            }}
          >
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={line.state !== 'running' || line.buildId !== null || line.app === null}
            onClick={() => act.mutate({ line, what: 'suspend' })}
          >
            Suspend
          </Menu.Item>
          <Menu.Item color="red" onClick={() => setChosen(line)}>
            Destroy…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    ),
  };
  return (
    <Page
      title="Sandboxes"
      lead="Where agents work, and the snapshots that conversations go on from."
      actions={
        <Button ref={purgeButton} variant="default" onClick={() => setPurging(true)}>
          Purge snapshots…
        </Button>
      }
    >
      <Listing
        what="sandboxes"
        path="/api/admin/sandboxes"
        item={SandboxLine}
        columns={[...COLUMNS, actions]}
        rowKey={({ id }) => id}
        sort="idle"
        narrowed={{ state: state ?? '' }}
        filters={
          <Select
            size="sm"
            aria-label="State"
            placeholder="Every state"
            data={Object.entries(STATES).map(([value, label]) => ({ value, label }))}
            value={state}
            onChange={setState}
            clearable
          />
        }
        empty={{ title: 'No sandboxes', text: 'The next build makes one.' }}
      />
      <ConfirmByName
        opened={chosen !== null}
        opener={opener}
        title="Destroy this sandbox?"
        name={chosen ? nameOf(chosen) : ''}
        action="Destroy"
        onClose={() => setChosen(null)}
        onConfirm={async () => {
          if (chosen) await act.mutateAsync({ line: chosen, what: 'destroy' });
        }}
      >
        It ends with everything in it, and its snapshot is deleted. The stored source of the app stays; the next build makes a new sandbox.
        {chosen?.buildId != null && ' A build works in it now and has to begin its step anew.'}
      </ConfirmByName>
      <Purge opened={purging} opener={purgeButton} onClose={() => setPurging(false)} />
    </Page>
  );
}

const nameOf = ({ app, id }: SandboxLine): string => app?.name ?? id;

function useAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ line, what }: { line: SandboxLine; what: Act }) =>
      what === 'suspend'
        ? api(z.unknown(), apiPath('admin', 'sandboxes', line.id, 'suspend'), { method: 'POST', deadlineMs: 150_000 })
        : api(z.unknown(), apiPath('admin', 'sandboxes', line.id), { method: 'DELETE', deadlineMs: 60_000 }),
    onSuccess: (_, { line, what }) => {
      notifyDone(`The sandbox of ${nameOf(line)} is ${what === 'suspend' ? 'suspended' : 'destroyed'}.`);
      return client.invalidateQueries({ queryKey: keys.admin });
    },
    onError: (error, { what }) => {
      if (what === 'suspend') notifyProblem('The sandbox was not suspended', error);
    },
  });
}

const Purged = z.object({ count: z.number(), bytes: z.number() });

function Purge({ opened, opener, onClose }: { opened: boolean; opener: React.RefObject<HTMLElement | null>; onClose: () => void }) {
  const client = useQueryClient();
  return (
    <ConfirmByName
      opened={opened}
      opener={opener}
      title="Purge every snapshot?"
      name="purge"
      action="Purge"
      onClose={onClose}
      onConfirm={async () => {
        const { count, bytes } = await api(Purged, '/api/admin/sandboxes/purge', { method: 'POST', deadlineMs: 120_000 });
        notifyDone(`${count} snapshots are deleted, ${formatBytes(bytes)}.`);
        await client.invalidateQueries({ queryKey: keys.admin });
      }}
    >
      Suspended sandboxes and their snapshots are deleted, but for those that hold the only copy of a draft. Apps and their source stay.
    </ConfirmByName>
  );
}
