import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { audit } from '#lib/audit/audit.ts';
import { db } from '#lib/db/client.ts';
import { env, environment } from '#lib/env.ts';
import { decrypt, encrypt, keyIds, secretKeyFile } from '#lib/secrets.ts';

/** What a process began to encrypt before the new key was there is written by then. */
const SETTLE_MS = 1_500;
/** Written once and never changed; they hold no secrets. */
const APPEND_ONLY = ['BuildEvent', 'AuditEntry'];

export interface Rotation {
  readonly reencrypted: number;
  /** What the operator has to do; null when nothing. */
  readonly next: string | null;
}

/**
 * Makes a new key (unless the environment gives the keys: then its first is the new one), encrypts every stored secret
 * with it, and forgets the old ones. May be interrupted anywhere and run again: until the end both keys are there, and
 * a secret is always encrypted with one of them.
 * @param interrupt for tests: called after each secret
 */
export async function rotateSecretKey(interrupt: () => void = () => undefined): Promise<Rotation> {
  const given = environment().GLASSWORKS_SECRET_KEY !== undefined;
  if (!given) addNewKey();
  let reencrypted = 0;
  // Twice in a row nothing to do, with time between: then nobody writes with an old key any more.
  for (let clean = 0; clean < 2; ) {
    const found = await reencryptAll(interrupt);
    reencrypted += found;
    clean = found === 0 ? clean + 1 : 0;
    if (clean < 2) await delay(SETTLE_MS);
  }
  if (!given) forgetOldKeys();
  await audit('system', { action: 'secret_key.rotated', details: { secrets: reencrypted, key: keyIds()[0] ?? '' } });
  const next =
    given && keyIds().length > 1 ? 'Take the older keys out of GLASSWORKS_SECRET_KEY, in every process, and start them again.' : null;
  return { reencrypted, next };
}

/** A rotation that was cut short is gone on with: its key is new already. */
function addNewKey(): void {
  keyIds(); // makes the file when there is none
  const [first = '', ...others] = readKeys();
  if (others.length === 0) writeKeys([randomBytes(32).toString('hex'), first]);
}

function forgetOldKeys(): void {
  const [first = ''] = readKeys();
  writeKeys([first]);
}

const file = (): string => secretKeyFile(env().GLASSWORKS_DATA_DIR);
const readKeys = (): string[] =>
  readFileSync(file(), 'utf8')
    .split(/[,\s]+/)
    .filter((part) => part !== '');

/** Whole or not at all, also when the machine stops. */
function writeKeys(keys: readonly string[]): void {
  const own = `${file()}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(own, 'wx', 0o600);
  writeSync(handle, `${keys.join('\n')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(own, file());
}

interface Place {
  readonly table: string;
  readonly column: string;
  readonly type: 'text' | 'jsonb';
}

/** Secrets may stand in any column; each is looked for by its form. */
async function reencryptAll(interrupt: () => void): Promise<number> {
  const old = keyIds().slice(1);
  const places = await db().$queryRaw<Place[]>`
    SELECT c.table_name AS "table", c.column_name AS "column", c.data_type AS "type" FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.data_type IN ('text', 'jsonb')
      AND NOT c.table_name = ANY(${APPEND_ONLY})`;
  let count = 0;
  for (const place of old.length > 0 ? places : []) for (const id of old) count += await reencryptPlace(place, id, interrupt);
  return count;
}

async function reencryptPlace({ table, column, type }: Place, keyId: string, interrupt: () => void): Promise<number> {
  const [t, c] = [`"${table}"`, `"${column}"`];
  const shape = `v1\\.${keyId}\\.[A-Za-z0-9_-]+`;
  const found = await db().$queryRawUnsafe<{ secret: string }[]>(
    `SELECT DISTINCT m[1] AS "secret" FROM ${t}, regexp_matches(${c}::text, '(${shape})', 'g') AS m WHERE ${c}::text LIKE '%v1.${keyId}.%'`,
  );
  for (const { secret } of found) {
    // Where it still stands: a row that was changed meanwhile has been encrypted by others.
    await db().$executeRawUnsafe(
      `UPDATE ${t} SET ${c} = replace(${c}::text, $1, $2)::${type} WHERE position($1 in ${c}::text) > 0`,
      secret,
      encrypt(decrypt(secret)),
    );
    interrupt();
  }
  return found.length;
}
