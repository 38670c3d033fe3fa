import { SettingsChange, SettingsShown } from '#lib/contracts/settings.ts';
import { route } from '#lib/http/route.ts';
import { changeSettings } from '#lib/settings/change.ts';
import { showSettings } from '#lib/settings/in-force.ts';

const access = 'manage:Organization';

export const GET = route({ access, summary: 'How long what is kept, with where each setting comes from', response: SettingsShown }, () =>
  showSettings('retention'),
);

export const PUT = route(
  { access, summary: 'Store how long what is kept', body: SettingsChange, response: SettingsShown },
  ({ actor, body }) => changeSettings(actor, 'retention', body),
);
