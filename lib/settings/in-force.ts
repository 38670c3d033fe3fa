import { createHash } from 'node:crypto';
import type { SettingShown, SettingsPageName, SettingsShown } from '#lib/contracts/settings.ts';
import { Env, environment } from '#lib/env.ts';
import type { SettingDefinition } from './definition.ts';
import { readStored, type StoredValue } from './stored.ts';
import { settingsOf } from './table.ts';

/** Too short a secret is not told even in part. */
const LAST = 4;
const SHORT = 12;

/** The settings of a page as they are in force, with whose word that is. */
export async function showSettings(page: SettingsPageName): Promise<SettingsShown> {
  const rows = settingsOf(page);
  const stored = await readStored();
  const given = environment();
  return { page, version: versionOf(rows, stored), settings: rows.map((row) => show(row, stored.get(row.name), given[row.variable])) };
}

/** Changes with every change of what is stored for these settings. */
export function versionOf(rows: readonly SettingDefinition[], stored: ReadonlyMap<string, StoredValue>): string {
  const values = rows.map(({ name }) => stored.get(name) ?? null);
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}

export const lastOf = (secret: string): string => (secret.length < SHORT ? '' : secret.slice(-LAST));

function show(row: SettingDefinition, stored: StoredValue | undefined, given: string | undefined): SettingShown {
  const { name, variable, label, about, kind, options, default: fallback, restart, available } = row;
  const origin = given !== undefined ? 'env' : stored !== undefined ? 'stored' : 'default';
  return {
    name,
    variable,
    label,
    about,
    kind,
    ...(options ? { options: [...options] } : {}),
    value: kind === 'secret' ? shownSecret(stored, given) : typed(row, given ?? (stored && 'text' in stored ? stored.text : undefined)),
    default: fallback,
    origin,
    editable: row.stored && given === undefined,
    restart,
    available,
  };
}

function shownSecret(stored: StoredValue | undefined, given: string | undefined): SettingShown['value'] {
  if (given !== undefined) return { set: true, last4: lastOf(given) || null };
  if (stored && 'secret' in stored) return { set: true, last4: stored.last4 || null };
  return { set: false, last4: null };
}

function typed({ kind, variable, default: fallback }: SettingDefinition, text: string | undefined): SettingShown['value'] {
  // A switch that nobody set may be on.
  const value = text ?? defaultOf(variable) ?? (kind === 'switch' ? (fallback ?? undefined) : undefined);
  if (value === undefined) return null;
  if (kind === 'number' || kind === 'duration') return Number(value);
  if (kind === 'switch') return value === true || value === 'true' || value === '1';
  return String(value);
}

/** What the server takes when nobody says anything. */
function defaultOf(variable: string): string | number | boolean | undefined {
  const schema = Env.shape[variable as keyof typeof Env.shape];
  const result = schema?.safeParse(undefined);
  return result?.success ? (result.data as string | number | boolean | undefined) : undefined;
}
