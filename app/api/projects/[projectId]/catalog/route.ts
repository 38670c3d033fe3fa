import { z } from 'zod';
import { Catalog } from '#lib/contracts/catalog.ts';
import { route } from '#lib/http/route.ts';
import { projectCatalog } from '#lib/projects/query.ts';

export const GET = route(
  { access: 'view:Project', summary: 'What the semantic layer offers', params: z.object({ projectId: z.string() }), response: Catalog },
  ({ actor, params }) => projectCatalog(actor, params.projectId),
);
