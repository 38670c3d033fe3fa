import { Health } from '#lib/contracts/health.ts';
import { readHealth } from '#lib/health/health.ts';
import { json } from '#lib/http/respond.ts';
import { route } from '#lib/http/route.ts';

export const GET = route({ access: 'public', summary: 'Whether each part works' }, async () => {
  const health = Health.parse(await readHealth());
  return json(health, health.status === 'down' ? 503 : 200);
});
