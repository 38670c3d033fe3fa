import { z } from 'zod';
import { Directory } from '#lib/contracts/space.ts';
import { route } from '#lib/http/route.ts';
import { searchDirectory } from '#lib/spaces/directory.ts';

export const GET = route(
  {
    access: 'signed-in',
    summary: 'People and groups whom you can give access; `q` looks in their names',
    query: z.object({ q: z.string().trim().max(200).default('') }),
    response: Directory,
  },
  ({ actor, query }) => searchDirectory(actor, query.q),
);
