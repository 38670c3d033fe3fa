import { AppError } from '#lib/errors.ts';
import { addressProblem } from '#lib/net/address.ts';
import type { SettingDefinition } from './definition.ts';
import { listOf } from './list-of.ts';
import { variableProblem } from './stored.ts';

const ORIGIN = /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i;
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i;
const ADDRESSES: ReadonlySet<string> = new Set(['model.anthropic.baseUrl', 'model.bedrock.endpoint', 'storage.endpoint']);

/**
 * A value as it is stored.
 * @returns its text, or null to store nothing
 * @throws AppError `unprocessable` naming the setting and what does not fit
 */
export function checkedText(row: SettingDefinition, given: string | number | boolean | null): string | null {
  if (given === null) return null;
  const raw = String(given).trim();
  if (raw === '') return null;
  const text = row.kind === 'list' ? listOf(raw).join(',') : raw;
  const problem = problemOf(row, text);
  if (problem !== null) throw new AppError('unprocessable', `${row.label} (${row.variable}): ${problem}.`);
  return text;
}

function problemOf({ name, variable, kind, options }: SettingDefinition, text: string): string | null {
  if (/\p{Cc}/u.test(text)) return 'it holds a line break or another control character';
  if (kind === 'choice' && !options?.includes(text)) return `it is one of ${options?.join(', ')}`;
  if (name === 'embedding.origins') return wrongOne(text, ORIGIN, 'an origin such as https://intranet.example.com');
  if (name === 'git.hosts') return wrongOne(text, HOST, 'a host such as github.com');
  if (ADDRESSES.has(name)) return addressProblem(text);
  return variableProblem(variable, text);
}

function wrongOne(text: string, shape: RegExp, what: string): string | null {
  const wrong = text.split(',').find((part) => !shape.test(part));
  return wrong === undefined ? null : `"${wrong}" is not ${what}`;
}
