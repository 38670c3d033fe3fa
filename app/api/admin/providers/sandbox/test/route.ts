import { SettingsTrial, TestResult } from '#lib/contracts/settings.ts';
import { route } from '#lib/http/route.ts';
import { trySettings } from '#lib/settings/try-settings.ts';

export const POST = route(
  {
    access: 'manage:Organization',
    summary: 'Really try the sandbox provider, with values that are not saved yet',
    body: SettingsTrial,
    response: TestResult,
  },
  ({ actor, body }) => trySettings(actor, 'sandbox', body.values),
);
