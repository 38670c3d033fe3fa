import { page } from '#lib/contracts/page.ts';
import { AdminBuild, AdminBuildsQuery } from '#lib/contracts/usage.ts';
import { route } from '#lib/http/route.ts';
import { listAdminBuilds } from '#lib/spend/admin-builds.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'Every build with cost and timings', query: AdminBuildsQuery, response: page(AdminBuild) },
  async ({ query }) => {
    const { items, nextCursor } = await listAdminBuilds(query);
    return { items: [...items], nextCursor };
  },
);
