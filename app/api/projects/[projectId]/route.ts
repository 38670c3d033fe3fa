import { z } from 'zod';
import { Project } from '#lib/contracts/project.ts';
import { route } from '#lib/http/route.ts';
import { deleteProject, getProject, renameProject } from '#lib/projects/projects.ts';

const params = z.object({ projectId: z.string() });
const Rename = z.strictObject({ name: z.string().trim().min(1).max(100) });

export const GET = route({ access: 'view:Project', summary: 'One project', params, response: Project }, ({ actor, params }) =>
  getProject(actor, params.projectId),
);

export const PATCH = route(
  { access: 'manage:Project', summary: 'Rename a project', params, body: Rename, response: Project },
  ({ actor, params, body }) => renameProject(actor, params.projectId, body.name),
);

export const DELETE = route(
  {
    access: 'manage:Project',
    summary: 'Remove a project; its apps stay but cannot query',
    params,
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, params }) => {
    await deleteProject(actor, params.projectId);
    return { ok: true as const };
  },
);
