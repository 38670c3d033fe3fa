import { z } from 'zod';
import { ModelIssue } from '#lib/contracts/project.ts';
import { route } from '#lib/http/route.ts';
import { refreshProject } from '#lib/projects/projects.ts';

export const POST = route(
  {
    access: 'manage:Project',
    summary: 'Read the semantic layer anew',
    params: z.object({ projectId: z.string() }),
    response: z.object({ explores: z.number().int(), errors: z.array(ModelIssue) }),
  },
  ({ actor, params }) => refreshProject(actor, params.projectId),
);
