import { Theme, ThemeChange } from '#lib/contracts/theme.ts';
import { route } from '#lib/http/route.ts';
import { currentTheme, saveTheme } from '#lib/theme/theme.ts';

const access = 'manage:Organization';

export const GET = route({ access, summary: 'How apps are to look, and what the agent is told besides', response: Theme }, () =>
  currentTheme(),
);

export const PUT = route({ access, summary: 'Save a theme as a new version', body: ThemeChange, response: Theme }, ({ actor, body }) =>
  saveTheme(actor, body),
);
