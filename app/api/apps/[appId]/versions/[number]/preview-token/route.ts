import { previewAddress } from '#lib/apps/preview-address.ts';
import { PreviewToken } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const POST = route(
  { access: 'signed-in', summary: 'An address of this version on the apps origin, for you', params: VersionParams, response: PreviewToken },
  ({ actor, params }) => previewAddress(actor, params.appId, params.number),
);
