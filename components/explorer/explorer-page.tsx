'use client';

import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { NotFound } from '#components/ui/not-found.tsx';
import { Page } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { isMissing } from '#lib/client/api.ts';
import { appPath } from '#lib/client/paths.ts';
import { useCatalog, useProject } from '#lib/client/use-projects.ts';
import { Explorer } from './explorer.tsx';
import { useExplorer } from './use-explorer.ts';

/** Ask the warehouse of a project anything that its catalog offers. */
export function ExplorerPage({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  const catalog = useCatalog(projectId);
  const state = useExplorer();
  if (isMissing(project.error)) return <NotFound what="This project" />;
  return (
    <Page
      title="Explore"
      lead={
        project.data === undefined
          ? 'Pick fields, run the query, share the address.'
          : `Pick fields of ${project.data.name}, run the query, share the address.`
      }
      actions={
        <>
          {state.appId !== null && (
            <Button variant="default" component={Link} href={appPath(state.appId)} leftSection={<IconArrowLeft size={16} />}>
              Back to the app
            </Button>
          )}
          <Button variant="default" component={Link} href={`/projects/${encodeURIComponent(projectId)}`}>
            Catalog
          </Button>
        </>
      }
    >
      {catalog.data !== undefined && <Explorer projectId={projectId} catalog={catalog.data} state={state} />}
      {catalog.isPending && (
        <Waiting label="Loading the catalog" onRetry={() => void catalog.refetch()}>
          <Bar height={320} />
        </Waiting>
      )}
      {catalog.isError && catalog.data === undefined && (
        <Problem
          title="The catalog could not be loaded"
          error={catalog.error}
          onRetry={() => void catalog.refetch()}
          retrying={catalog.isFetching}
        />
      )}
    </Page>
  );
}
