import { downloadSource } from '#lib/apps/download.ts';
import { gzipDownload } from '#lib/http/download.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const GET = route(
  { access: 'signed-in', summary: 'The source as an ordinary Vite project (.tar.gz)', params: VersionParams },
  async ({ actor, params }) => gzipDownload(await downloadSource(actor, params.appId, params.number)),
);
