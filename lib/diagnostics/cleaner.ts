import { db } from '#lib/db/client.ts';
import { allVariables } from '#lib/env.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { mapTexts, redactText, secretsIn } from '#lib/redact.ts';
import { decrypt, masterKeys } from '#lib/secrets.ts';

const EMAIL = /[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}\b/g;

/** Takes out of a value, at any depth, what must not leave the house. */
export type Clean = (value: unknown) => unknown;

interface Leaves {
  readonly projectId: string;
  readonly sandboxIds: readonly string[];
  /** Who takes it along: one's own address may stay. */
  readonly email: string;
}

/**
 * What removes secrets from diagnostics: settings of this process and this installation's keys, the project's warehouse
 * password, the sandbox's token, everything that has the shape of a key, and e-mail addresses of others.
 */
export async function cleanerFor({ projectId, sandboxIds, email }: Leaves): Promise<Clean> {
  const [project, sandboxes] = await Promise.all([
    db().project.findUnique({ where: { id: projectId }, omit: { warehouseSecret: false } }),
    db().sandbox.findMany({ where: { id: { in: [...sandboxIds] } }, omit: { token: false } }),
  ]);
  const stored = [project?.warehouseSecret, ...sandboxes.map((row) => row.token)].flatMap((value) => (value ? readable(value) : []));
  const secrets = [...secretsIn(allVariables()), ...masterKeys(), ...stored];
  const clean = (text: string) =>
    redactText(text, secrets).replace(EMAIL, (found) => (found.toLowerCase() === email.toLowerCase() ? found : '[e-mail removed]'));
  return (value) => mapTexts(value, clean);
}

/** A secret that cannot be read any more cannot have been written down either. */
function readable(value: string): string[] {
  try {
    return [decrypt(value)];
  } catch (error) {
    log.warn({ err: toError(error) }, 'a stored secret cannot be read');
    return [];
  }
}
