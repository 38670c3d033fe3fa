import { downloadSource } from '#lib/apps/download.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const GET = route(
  { access: 'signed-in', summary: 'The source as an ordinary Vite project (.tar.gz)', params: VersionParams },
  async ({ actor, params }) => {
    const { filename, body } = await downloadSource(actor, params.appId, params.number);
    return new Response(new Uint8Array(body), {
      headers: {
        'Content-Type': 'application/gzip',
        'Content-Disposition': `attachment; filename="${filename}"`,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
    });
  },
);
