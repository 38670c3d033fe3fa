import { z } from 'zod';
import { db, type Tx } from '#lib/db/client.ts';
import { Env, setStoredVariables } from '#lib/env.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { decrypt } from '#lib/secrets.ts';
import type { SettingDefinition } from './definition.ts';
import { SETTINGS } from './table.ts';

/** A change that another process stored counts after this long. */
const READ_EVERY_MS = 2_000;

export const StoredValue = z.union([z.object({ text: z.string() }), z.object({ secret: z.string(), last4: z.string() })]);
export type StoredValue = z.infer<typeof StoredValue>;

const STORED: readonly SettingDefinition[] = SETTINGS.filter((row) => row.stored);

/** What is stored, by the setting's name. What does not fit is logged and left out: the default holds then. */
export async function readStored(client: Pick<Tx, 'setting'> = db()): Promise<Map<string, StoredValue>> {
  const rows = await client.setting.findMany({ where: { key: { in: STORED.map(({ name }) => name) } }, orderBy: { key: 'asc' } });
  const found = new Map<string, StoredValue>();
  for (const { key, value } of rows) {
    const parsed = StoredValue.safeParse(value);
    if (parsed.success) found.set(key, parsed.data);
    else log.error({ setting: key }, 'a stored setting is damaged and does not count; save it again');
  }
  return found;
}

/** Whether a text may stand in this variable. */
export function variableProblem(variable: string, text: string): string | null {
  const schema = (Env.shape as Record<string, z.ZodType | undefined>)[variable];
  const result = schema?.safeParse(text);
  return result === undefined || result.success ? null : (result.error.issues[0]?.message ?? 'it does not fit');
}

/** Stored values as the variables that they stand for. */
export function asVariables(stored: ReadonlyMap<string, StoredValue>): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, variable } of STORED) {
    const value = stored.get(name);
    const text = value && textOf(name, value);
    if (text === undefined) continue;
    const problem = variableProblem(variable, text);
    if (problem === null) variables[variable] = text;
    else log.error({ setting: name, problem }, 'a stored setting does not fit and does not count; save it again');
  }
  return variables;
}

function textOf(name: string, value: StoredValue): string | undefined {
  if ('text' in value) return value.text;
  try {
    return decrypt(value.secret);
  } catch (error) {
    log.error({ setting: name, err: toError(error) }, 'a stored secret cannot be read and does not count');
    return undefined;
  }
}

const memory = globalThis as typeof globalThis & { glassworksStoredText?: string };

/** Reads what is stored and puts it in force in this process. */
export async function loadStored(): Promise<void> {
  const stored = await readStored();
  const text = JSON.stringify([...stored]);
  if (memory.glassworksStoredText === text) return;
  setStoredVariables(asVariables(stored));
  memory.glassworksStoredText = text;
}

/**
 * Puts stored settings in force, now and whenever they change.
 * @returns the way to stop
 */
export async function followSettings(): Promise<() => void> {
  const load = () => loadStored().catch((error: unknown) => log.warn({ err: toError(error) }, 'stored settings could not be read'));
  await load();
  const timer = setInterval(() => void load(), READ_EVERY_MS);
  return () => clearInterval(timer);
}
