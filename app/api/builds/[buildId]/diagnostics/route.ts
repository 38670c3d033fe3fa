import { z } from 'zod';
import { diagnosticsOf } from '#lib/diagnostics/diagnostics.ts';
import { gzipDownload } from '#lib/http/download.ts';
import { route } from '#lib/http/route.ts';

export const GET = route(
  {
    access: 'signed-in',
    summary: 'What is known of a build, without secrets, to send to whoever runs this installation (.tar.gz)',
    params: z.object({ buildId: z.string() }),
  },
  async ({ actor, params }) => gzipDownload(await diagnosticsOf(actor, params.buildId)),
);
