import type { SettingsPageName } from '#lib/contracts/settings.ts';
import type { SettingDefinition } from './definition.ts';
import { INSTANCE_SETTINGS } from './tables/instance.ts';
import { MODEL_SETTINGS } from './tables/model.ts';
import { SANDBOX_SETTINGS } from './tables/sandbox.ts';
import { SIGN_IN_SETTINGS } from './tables/sign-in.ts';
import { STORAGE_SETTINGS } from './tables/storage.ts';

/** Every setting there is. Values in force, checks, pages and docs/settings.md are made of it. */
export const SETTINGS: readonly SettingDefinition[] = [
  ...MODEL_SETTINGS,
  ...SANDBOX_SETTINGS,
  ...STORAGE_SETTINGS,
  ...SIGN_IN_SETTINGS,
  ...INSTANCE_SETTINGS,
];

export const settingsOf = (page: SettingsPageName): readonly SettingDefinition[] => SETTINGS.filter((row) => row.page === page);

/** By its name or its variable. */
export const findSetting = (nameOrVariable: string): SettingDefinition | undefined =>
  SETTINGS.find(({ name, variable }) => name === nameOrVariable || variable === nameOrVariable);
