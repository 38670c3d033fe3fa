import { findApp } from '#lib/apps/apps.ts';
import { describeApp } from '#lib/apps/describe.ts';
import { publishVersion } from '#lib/apps/versions.ts';
import { App } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const POST = route(
  { access: 'signed-in', summary: 'Show this version to viewers', params: VersionParams, response: App },
  async ({ actor, params }) => {
    await publishVersion(actor, params.appId, params.number);
    return describeApp(actor, await findApp(actor, params.appId));
  },
);
