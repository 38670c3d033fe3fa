import { z } from 'zod';
import { findBuild } from '#lib/builds/read.ts';
import { toBuild } from '#lib/builds/to-contract.ts';
import { Build } from '#lib/contracts/build.ts';
import { route } from '#lib/http/route.ts';

export const GET = route(
  { access: 'signed-in', summary: 'One build', params: z.object({ buildId: z.string() }), response: Build },
  async ({ actor, params }) => toBuild(await findBuild(actor, params.buildId)),
);
