import { z } from 'zod';
import { SweepReport } from '#lib/contracts/live.ts';
import { route } from '#lib/http/route.ts';
import { sweep } from '#lib/retention/sweep.ts';
import { store } from '#lib/storage/store.ts';

export const POST = route(
  {
    access: 'manage:Organization',
    summary: 'Delete what was kept long enough, or say what that would be',
    body: z.object({ dryRun: z.boolean() }),
    response: SweepReport,
  },
  ({ actor, body }) => sweep(actor, store(), body),
);
