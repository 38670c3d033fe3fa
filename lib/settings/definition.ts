import type { SettingShown, SettingsPageName } from '#lib/contracts/settings.ts';
import { Env } from '#lib/env.ts';

/** One setting: the row that its value in force, its check, its page and its line of the reference are made of. */
export interface SettingDefinition {
  readonly name: string;
  /** What it is called in the environment; a stored value counts as if this variable had it. */
  readonly variable: string;
  readonly page: SettingsPageName;
  readonly label: string;
  /** What it does, in a sentence. */
  readonly about: string;
  readonly kind: SettingShown['kind'];
  readonly options?: readonly string[];
  /** What holds when nobody says anything, as text for people; null: nothing. */
  readonly default: string | null;
  /** Administrators can store it; otherwise only the environment says it. */
  readonly stored: boolean;
  readonly restart: boolean;
  /** False: its variable is known from the operators' documents, but this version does nothing with it. */
  readonly available: boolean;
}

type Given = Pick<SettingDefinition, 'label' | 'about'> & Partial<Omit<SettingDefinition, 'name' | 'variable' | 'page'>>;

/** Rows of one page: `{name: [variable, what it is]}`. */
export function rowsOf(
  page: SettingsPageName,
  rows: Readonly<Record<string, readonly [string, Given]>>,
  common: Partial<Given> = {},
): readonly SettingDefinition[] {
  return Object.entries(rows).map(([name, [variable, given]]) => ({
    name,
    variable,
    page,
    kind: 'text',
    default: null,
    stored: true,
    restart: false,
    available: variable in Env.shape,
    ...common,
    ...given,
  }));
}
