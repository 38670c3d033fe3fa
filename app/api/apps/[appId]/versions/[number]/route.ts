import { getVersion } from '#lib/apps/versions.ts';
import { Version } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const GET = route({ access: 'signed-in', summary: 'One version', params: VersionParams, response: Version }, ({ actor, params }) =>
  getVersion(actor, params.appId, params.number),
);
