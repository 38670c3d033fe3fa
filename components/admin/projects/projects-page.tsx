'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import { Steps } from '#components/admin/settings/trial.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Page, Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useProjects, useTestProject } from '#lib/client/use-projects.ts';
import type { Project } from '#lib/contracts/project.ts';
import classes from './projects-page.module.css';

/** Every project with its source and its warehouse, each with the way to try it. */
export function AdminProjectsPage() {
  const projects = useProjects();
  return (
    <Page
      title="Projects and warehouses"
      lead="Where numbers come from: a dbt project and its warehouse."
      actions={
        <Button component={Link} href="/projects" variant="default">
          Add or change projects
        </Button>
      }
    >
      {projects.isPending && <Waiting label="Loading the projects" onRetry={() => void projects.refetch()} />}
      {projects.isError && projects.data === undefined && (
        <Problem
          title="The projects could not be loaded"
          error={projects.error}
          onRetry={() => void projects.refetch()}
          retrying={projects.isFetching}
        />
      )}
      {projects.data?.length === 0 && <Empty title="No projects yet">Add one from a folder or a git repository.</Empty>}
      {projects.data?.map((project) => (
        <OneProject key={project.id} project={project} />
      ))}
    </Page>
  );
}

function OneProject({ project }: { project: Project }) {
  const test = useTestProject(project.id);
  const { name, source, warehouse, explores, errors } = project;
  const from = source.kind === 'git' ? source.url : source.path;
  return (
    <Panel title={name}>
      <dl className={classes.facts}>
        <dt>Source</dt>
        <dd>{from}</dd>
        <dt>Warehouse</dt>
        <dd>{warehouse.label}</dd>
        <dt>Catalog</dt>
        <dd>
          {explores} explores{errors.length > 0 && `, ${errors.length} problems`}
        </dd>
      </dl>
      <Button variant="default" loading={test.isPending} aria-label={`Test ${name}`} onClick={() => test.mutate()}>
        Test
      </Button>
      {test.isError && <Problem title="The test could not be made" error={test.error} />}
      <div role="status">{test.data && <Steps steps={test.data.steps} />}</div>
    </Panel>
  );
}
