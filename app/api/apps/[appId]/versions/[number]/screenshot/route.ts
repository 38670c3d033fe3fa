import { readScreenshot } from '#lib/apps/screenshot.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const GET = route(
  { access: 'signed-in', summary: 'The picture that was taken when this version was opened in a browser (PNG)', params: VersionParams },
  async ({ actor, params }) => {
    const picture = await readScreenshot(actor, params.appId, params.number);
    return new Response(new Uint8Array(picture), {
      headers: { 'Content-Type': 'image/png', 'Cache-Control': 'private, max-age=86400, immutable', 'X-Content-Type-Options': 'nosniff' },
    });
  },
);
