import { listFiles } from '#lib/apps/source.ts';
import { VersionFiles } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const GET = route(
  { access: 'signed-in', summary: 'The source files of a version', params: VersionParams, response: VersionFiles },
  async ({ actor, params }) => ({ files: await listFiles(actor, params.appId, params.number) }),
);
