'use client';

import { Button } from '@mantine/core';
import { IconDatabase, IconPlus } from '@tabler/icons-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useRef } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Page } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { useProjects } from '#lib/client/use-projects.ts';
import { AddProject } from './add-project.tsx';
import { ProjectCard } from './project-card.tsx';
import classes from './projects-page.module.css';

/** The projects: where the numbers come from. `?add` opens the form for a new one. */
export function ProjectsPage() {
  const router = useRouter();
  const adding = useSearchParams().has('add');
  const projects = useProjects();
  const add = useRef<HTMLButtonElement>(null);
  const open = () => router.replace('/projects?add', { scroll: false });
  return (
    <Page
      title="Projects"
      lead="A project is one dbt project with its warehouse. Its catalog is what apps may be made of."
      actions={
        <Button ref={add} leftSection={<IconPlus size={16} />} onClick={open}>
          Add a project
        </Button>
      }
    >
      {projects.isPending && (
        <Waiting label="Loading the projects" onRetry={() => void projects.refetch()}>
          <Bar height={104} />
          <Bar height={104} />
        </Waiting>
      )}
      {projects.isError && projects.data === undefined && (
        <Problem
          title="The projects could not be loaded"
          error={projects.error}
          onRetry={() => void projects.refetch()}
          retrying={projects.isFetching}
        />
      )}
      {projects.data?.length === 0 && (
        <Empty icon={<IconDatabase size={24} />} title="No projects yet">
          Add a dbt project from a folder of this machine or from a git repository.
        </Empty>
      )}
      <ul className={classes.list}>
        {projects.data?.map((project) => (
          <ProjectCard key={project.id} project={project} />
        ))}
      </ul>
      <AddProject opened={adding} opener={add} onClose={() => router.replace('/projects', { scroll: false })} />
    </Page>
  );
}
