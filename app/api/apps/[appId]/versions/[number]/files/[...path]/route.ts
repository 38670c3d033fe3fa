import { z } from 'zod';
import { readSourceFile } from '#lib/apps/source.ts';
import { VersionFileText } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const GET = route(
  {
    access: 'signed-in',
    summary: 'One source file of a version',
    params: VersionParams.extend({ path: z.array(z.string()).min(1) }),
    response: VersionFileText,
  },
  ({ actor, params }) => readSourceFile(actor, params.appId, params.number, params.path.join('/')),
);
