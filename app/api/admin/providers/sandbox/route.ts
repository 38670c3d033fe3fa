import { SettingsChange, SettingsShown } from '#lib/contracts/settings.ts';
import { route } from '#lib/http/route.ts';
import { changeSettings } from '#lib/settings/change.ts';
import { showSettings } from '#lib/settings/in-force.ts';

const access = 'manage:Organization';

export const GET = route(
  { access, summary: 'Settings of the sandbox provider in force, with where each comes from', response: SettingsShown },
  () => showSettings('sandbox'),
);

export const PUT = route(
  { access, summary: 'Store settings of the sandbox provider', body: SettingsChange, response: SettingsShown },
  ({ actor, body }) => changeSettings(actor, 'sandbox', body),
);
