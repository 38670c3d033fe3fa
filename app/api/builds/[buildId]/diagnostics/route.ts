import { z } from 'zod';
import { diagnosticsOf } from '#lib/diagnostics/diagnostics.ts';
import { route } from '#lib/http/route.ts';

export const GET = route(
  {
    access: 'signed-in',
    summary: 'What is known of a build, without secrets, to send to whoever runs this installation (.tar.gz)',
    params: z.object({ buildId: z.string() }),
  },
  async ({ actor, params }) => {
    const { filename, body } = await diagnosticsOf(actor, params.buildId);
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
