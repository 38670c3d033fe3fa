import { audit } from '#lib/audit/audit.ts';
import type { SettingsChange, TestResult } from '#lib/contracts/settings.ts';
import { type Env, environment, parseEnv } from '#lib/env.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { checkedChanges } from './change.ts';
import { asVariables, readStored } from './stored.ts';
import { tryModel } from './trials/model.ts';
import { trySandbox } from './trials/sandbox.ts';
import { tryStorage } from './trials/storage.ts';

const TRIALS = { model: tryModel, sandbox: trySandbox, storage: tryStorage } as const satisfies Record<
  string,
  (source: Env) => Promise<TestResult>
>;
export type Triable = keyof typeof TRIALS;

/**
 * Really tries the settings of a provider: those in force, or with these values in place of some of them.
 * @throws AppError as `changeSettings` does for values that do not fit
 */
export async function trySettings(actor: Actor, page: Triable, values: SettingsChange['values']): Promise<TestResult> {
  const changes = checkedChanges(page, values);
  const variables: Record<string, string | undefined> = asVariables(await readStored());
  for (const [{ variable }, text] of changes) variables[variable] = text ?? undefined;
  const result = await TRIALS[page](parseEnv({ ...variables, ...environment() }));
  const failed = result.steps.find(({ status }) => status === 'failed')?.name ?? null;
  await audit(actor, { action: 'settings.tested', subject: { kind: 'setting', id: page, name: page }, details: { ok: result.ok, failed } });
  return result;
}
