import { audit } from '#lib/audit/audit.ts';
import type { SettingsChange, SettingsPageName, SettingsShown } from '#lib/contracts/settings.ts';
import { db, type Tx } from '#lib/db/client.ts';
import { environment, parseEnv } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { encrypt } from '#lib/secrets.ts';
import { objectStore } from '#lib/storage/open.ts';
import type { SettingDefinition } from './definition.ts';
import { lastOf, showSettings, versionOf } from './in-force.ts';
import { asVariables, loadStored, readStored, type StoredValue } from './stored.ts';
import { findSetting, settingsOf } from './table.ts';
import { checkedText } from './validate.ts';

type Values = SettingsChange['values'];

/**
 * Stores new values of a page's settings and puts them in force.
 * @throws AppError `conflict` when somebody else saved meanwhile or the environment says otherwise, `unprocessable` when a value does not fit
 */
export async function changeSettings(actor: Actor, page: SettingsPageName, { version, values }: SettingsChange): Promise<SettingsShown> {
  const changes = checkedChanges(page, values);
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('glassworks settings'))`;
    const stored = await readStored(tx);
    if (version !== undefined && version !== versionOf(settingsOf(page), stored)) {
      throw new AppError('conflict', 'Somebody else changed these settings meanwhile. Load the page again, then make your change.');
    }
    const changed = await write(tx, changes, stored);
    assertTogether(stored);
    if (changed.length === 0) return;
    await audit(
      actor,
      { action: 'settings.changed', subject: { kind: 'setting', id: page, name: page }, details: { settings: changed } },
      tx,
    );
  });
  await loadStored();
  return showSettings(page);
}

/** The rows that are meant, with their values as text. */
export function checkedChanges(page: SettingsPageName, values: Values): Map<SettingDefinition, string | null> {
  const given = environment();
  const changes = new Map<SettingDefinition, string | null>();
  for (const [name, value] of Object.entries(values)) {
    const row = findSetting(name);
    if (row?.page !== page) throw new AppError('unprocessable', `There is no setting "${name}" here.`);
    if (!row.stored) throw new AppError('unprocessable', `${row.label} is set by ${row.variable} in the environment only.`);
    if (given[row.variable] !== undefined)
      throw new AppError('conflict', `${row.label} is set by ${row.variable} in the environment, which wins. Change it there.`);
    changes.set(row, checkedText(row, value));
  }
  return changes;
}

/** Writes into the database and into `stored`; answers which settings changed. */
async function write(tx: Tx, changes: ReadonlyMap<SettingDefinition, string | null>, stored: Map<string, StoredValue>): Promise<string[]> {
  const changed: string[] = [];
  for (const [{ name, kind }, text] of changes) {
    const before = stored.get(name);
    if (text === null) {
      if (before === undefined) continue;
      stored.delete(name);
      await tx.setting.delete({ where: { key: name } });
    } else {
      if (before && 'text' in before && before.text === text) continue;
      const value: StoredValue = kind === 'secret' ? { secret: encrypt(text), last4: lastOf(text) } : { text };
      stored.set(name, value);
      await tx.setting.upsert({ where: { key: name }, create: { key: name, value }, update: { value } });
    }
    changed.push(name);
  }
  return changed;
}

/** What fits one by one may not fit together. */
function assertTogether(stored: ReadonlyMap<string, StoredValue>): void {
  try {
    objectStore(parseEnv({ ...asVariables(stored), ...environment() }));
  } catch (error) {
    if (error instanceof AppError) throw new AppError('unprocessable', error.message, { cause: error });
    throw error;
  }
}
