import { SandboxesQuery, SandboxLine } from '#lib/contracts/live.ts';
import { page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';
import { listSandboxes } from '#lib/live/sandboxes.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'Sandboxes and snapshots there are', query: SandboxesQuery, response: page(SandboxLine) },
  ({ query }) => listSandboxes(query),
);
