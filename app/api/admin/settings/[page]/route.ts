import { z } from 'zod';
import { SettingsChange, SettingsPageName, SettingsShown } from '#lib/contracts/settings.ts';
import { route } from '#lib/http/route.ts';
import { changeSettings } from '#lib/settings/change.ts';
import { showSettings } from '#lib/settings/in-force.ts';

const access = 'manage:Organization';
const params = z.object({ page: SettingsPageName });

export const GET = route(
  { access, summary: 'Settings of a page in force, with where each comes from', params, response: SettingsShown },
  ({ params }) => showSettings(params.page),
);

export const PUT = route(
  { access, summary: 'Store settings of a page', params, body: SettingsChange, response: SettingsShown },
  ({ actor, params, body }) => changeSettings(actor, params.page, body),
);
