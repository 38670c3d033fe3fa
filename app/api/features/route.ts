import { readFeatures } from '#lib/admin/features.ts';
import { Features } from '#lib/contracts/health.ts';
import { route } from '#lib/http/route.ts';

export const GET = route({ access: 'signed-in', summary: 'What this installation and you may do', response: Features }, ({ actor }) =>
  readFeatures(actor),
);
