'use client';

import { Button } from '@mantine/core';
import { IconPlugConnected, IconRefresh, IconTelescope } from '@tabler/icons-react';
import Link from 'next/link';
import { NotFound } from '#components/ui/not-found.tsx';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { Page, Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { isMissing } from '#lib/client/api.ts';
import { explorerPath } from '#lib/client/paths.ts';
import { useFeatures } from '#lib/client/use-instance.ts';
import { useProject, useRefreshProject, useTestProject } from '#lib/client/use-projects.ts';
import type { Project } from '#lib/contracts/project.ts';
import { CatalogBrowser } from './catalog-browser.tsx';
import { Issues } from './issues.tsx';
import { sourceText } from './project-card.tsx';
import { ProjectMenu } from './project-menu.tsx';
import { TestResult } from './test-result.tsx';

/** One project: is it well, what is wrong in its files, and what its catalog offers. */
export function ProjectPage({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  if (project.data !== undefined) return <Loaded project={project.data} />;
  if (isMissing(project.error)) return <NotFound what="This project" />;
  return (
    <Page title="Project">
      {project.isError ? (
        <Problem
          title="The project could not be opened"
          error={project.error}
          onRetry={() => void project.refetch()}
          retrying={project.isFetching}
        >
          <Button component={Link} href="/projects" size="compact-sm" variant="subtle">
            All projects
          </Button>
        </Problem>
      ) : (
        <Waiting label="Opening the project" onRetry={() => void project.refetch()} />
      )}
    </Page>
  );
}

function Loaded({ project }: { project: Project }) {
  const test = useTestProject(project.id);
  const refresh = useRefreshProject(project.id);
  const mayManage = useFeatures().data?.scopes.includes('manage:Project') === true;
  function reload() {
    refresh.mutate(undefined, {
      onSuccess: ({ explores, errors }) => notifyDone(`Read again: ${explores} explores, ${errors.length} issues.`),
      onError: (error) => notifyProblem('The project was not read again', error),
    });
  }
  return (
    <Page
      title={project.name}
      lead={`${sourceText(project.source)} · ${project.warehouse.label}`}
      actions={
        <>
          <Button component={Link} href={explorerPath(project.id)} leftSection={<IconTelescope size={16} />}>
            Explore
          </Button>
          <Button variant="default" leftSection={<IconPlugConnected size={16} />} loading={test.isPending} onClick={() => test.mutate()}>
            Test
          </Button>
          <Button variant="default" leftSection={<IconRefresh size={16} />} loading={refresh.isPending} onClick={reload}>
            Refresh
          </Button>
          {mayManage && <ProjectMenu project={project} />}
        </>
      }
    >
      {test.isError && <Problem title="The project could not be tested" error={test.error} onRetry={() => test.mutate()} />}
      {test.data !== undefined && (
        <Panel title="Test">
          <TestResult test={test.data} />
        </Panel>
      )}
      {project.errors.length > 0 && (
        <Panel title="Issues" note="These parts of the project's files are not used. Everything else works.">
          <Issues issues={project.errors} />
        </Panel>
      )}
      <CatalogBrowser projectId={project.id} />
    </Page>
  );
}
