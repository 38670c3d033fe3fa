import { z } from 'zod';
import { ProjectTest } from '#lib/contracts/project.ts';
import { route } from '#lib/http/route.ts';
import { testProject } from '#lib/projects/try-project.ts';

export const POST = route(
  {
    access: 'manage:Project',
    summary: 'Try files, model and warehouse',
    params: z.object({ projectId: z.string() }),
    response: ProjectTest,
  },
  ({ actor, params }) => testProject(actor, params.projectId),
);
