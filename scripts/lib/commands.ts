import { z } from 'zod';
import { createToken } from '../../lib/auth/api-tokens.ts';
import { createSignInLink } from '../../lib/auth/sign-in-link.ts';
import { db } from '../../lib/db/client.ts';
import { AppError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { ROLES } from '../../lib/permissions/roles.ts';
import { rotateSecretKey } from '../../lib/settings/rotate.ts';

interface Values {
  readonly email?: string;
  readonly name?: string;
  readonly role?: string;
  readonly 'expires-in-days'?: string;
}

/** Runs one command and returns the line that it prints. */
export async function runCommand(command: string, values: Values): Promise<string> {
  if (command === 'token create') return tokenCreate(values);
  if (command === 'sign-in-link') return createSignInLink((await userOf(values)).email);
  if (command === 'user create') return userCreate(values);
  if (command === 'secret-key rotate') return secretKeyRotate();
  throw new AppError('invalid_request', `There is no command "${command}". See: npm run cli -- --help`);
}

async function tokenCreate(values: Values): Promise<string> {
  const user = await userOf(values);
  const days = values['expires-in-days'];
  const { token } = await createToken(user.id, { name: values.name ?? 'command line', ...(days ? { expiresInDays: Number(days) } : {}) });
  return token;
}

async function userCreate(values: Values): Promise<string> {
  const email = z.email().safeParse(values.email);
  if (!email.success) throw new AppError('invalid_request', 'Give a valid address: --email person@example.com');
  const role = values.role ?? 'editor';
  if (!(role in ROLES)) throw new AppError('invalid_request', `--role is one of: ${Object.keys(ROLES).join(', ')}`);
  const user = await db().user.create({ data: { id: newId('usr'), email: email.data.toLowerCase(), name: values.name ?? null, role } });
  return user.id;
}

async function secretKeyRotate(): Promise<string> {
  const { reencrypted, next } = await rotateSecretKey();
  return [`${reencrypted} stored secrets are encrypted with a new key.`, ...(next ? [next] : [])].join('\n');
}

async function userOf({ email }: Values): Promise<{ id: string; email: string }> {
  if (!email) throw new AppError('invalid_request', 'Say whose: --email person@example.com');
  const user = await db().user.findUnique({ where: { email: email.toLowerCase() } });
  if (!user) throw new AppError('not_found', `Nobody here has the address ${email}.`);
  return user;
}
