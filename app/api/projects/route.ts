import { page } from '#lib/contracts/page.ts';
import { CreateProject, Project } from '#lib/contracts/project.ts';
import { route } from '#lib/http/route.ts';
import { createProject, listProjects } from '#lib/projects/projects.ts';

export const GET = route({ access: 'view:Project', summary: 'The projects', response: page(Project) }, async ({ actor }) => ({
  items: await listProjects(actor),
  nextCursor: null,
}));

export const POST = route(
  {
    access: 'manage:Project',
    summary: 'Add a project from a folder or a git repository',
    body: CreateProject,
    response: Project,
    status: 201,
  },
  ({ actor, body }) => createProject(actor, body),
);
