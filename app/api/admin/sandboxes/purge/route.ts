import { z } from 'zod';
import { route } from '#lib/http/route.ts';
import { purgeSnapshots } from '#lib/retention/sweep.ts';
import { store } from '#lib/storage/store.ts';

export const POST = route(
  {
    access: 'manage:Organization',
    summary: 'Delete every snapshot but those with the only copy of a draft',
    response: z.object({ count: z.number(), bytes: z.number() }),
  },
  ({ actor }) => purgeSnapshots(actor, store()),
);
