import { page } from '#lib/contracts/page.ts';
import { Theme } from '#lib/contracts/theme.ts';
import { route } from '#lib/http/route.ts';
import { listThemes } from '#lib/theme/theme.ts';

const KEPT_IN_SIGHT = 50;

export const GET = route(
  { access: 'manage:Organization', summary: 'The themes that were saved, newest first', response: page(Theme) },
  async () => ({ items: await listThemes(KEPT_IN_SIGHT), nextCursor: null }),
);
