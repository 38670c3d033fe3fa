import { restoreVersion } from '#lib/apps/versions.ts';
import { Version } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const POST = route(
  { access: 'signed-in', summary: 'Make an older version the newest again', params: VersionParams, response: Version, status: 201 },
  ({ actor, params }) => restoreVersion(actor, params.appId, params.number),
);
