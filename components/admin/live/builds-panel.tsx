import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { z } from 'zod';
import { AdminTable, type Column } from '#components/admin/table/admin-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { notifyProblem } from '#components/ui/notify.ts';
import { api } from '#lib/client/api.ts';
import { formatDuration } from '#lib/client/format.ts';
import { keys } from '#lib/client/keys.ts';
import { apiPath } from '#lib/client/paths.ts';
import type { Queue } from '#lib/contracts/live.ts';
import classes from './health-page.module.css';

type Build = Queue['builds'][number];

/** What waits or is worked on at this moment, each with the way to stop it. */
export function BuildsPanel({ builds }: { builds: readonly Build[] }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: (build: Build) => api(z.unknown(), apiPath('builds', build.id, 'cancel'), { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.queue }),
    onError: (error) => notifyProblem('The build was not cancelled', error),
  });
  const columns: readonly Column<Build>[] = [
    { key: 'app', title: 'App', cell: ({ app }) => <Link href={`/apps/${app.id}`}>{app.name}</Link> },
    { key: 'state', title: 'State', cell: ({ status, step }) => (status === 'queued' ? 'Waits' : (step ?? 'Starts')) },
    { key: 'since', title: 'Since', numeric: true, cell: ({ sinceMs }) => formatDuration(sinceMs) },
    {
      key: 'cancel',
      title: 'Actions',
      numeric: true,
      cell: (build) => (
        <Button
          size="compact-sm"
          variant="default"
          disabled={build.cancelling}
          loading={cancel.isPending && cancel.variables.id === build.id}
          aria-label={`Cancel the build of ${build.app.name}`}
          onClick={() => cancel.mutate(build)}
        >
          {build.cancelling ? 'Stopping' : 'Cancel'}
        </Button>
      ),
    },
  ];
  return (
    <section className={classes.builds} aria-label="Builds under way">
      <h2>Builds under way</h2>
      {builds.length === 0 ? (
        <Empty title="Nothing is being built">Builds appear here from the moment they are asked for.</Empty>
      ) : (
        <AdminTable label="Table of builds under way" columns={columns} rows={builds} rowKey={({ id }) => id} />
      )}
    </section>
  );
}
