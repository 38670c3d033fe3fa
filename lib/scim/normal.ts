import type { ScimBody } from './query.ts';

/**
 * Identity providers send what the standard does not foresee: "True" for true, names of attributes with their schema in
 * front, and attributes that are kept nowhere here. This brings it into one form, before it is read strictly.
 */

const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group):/i;
const EXTENSION = /^urn:ietf:params:scim:schemas:extension:/i;

const asBoolean = (value: unknown): unknown => {
  const text = Array.isArray(value) && value.length === 1 ? (value[0] as { value?: unknown })?.value : value;
  if (typeof text !== 'string') return text;
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : text;
};

const rootOf = (path: string): string => (path.split(/[.[]/, 1)[0] ?? '').toLowerCase();

/** What of a resource is kept here, in lower case, and what its schema knows besides. */
export interface Kept {
  readonly kept: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
}

/** Whoever would change an id is told that it cannot be done, instead of nothing. */
export const knownNames = ({ attributes }: { attributes: readonly { name: string }[] }): ReadonlySet<string> =>
  new Set(attributes.map(({ name }) => name.toLowerCase()).filter((name) => name !== 'id'));

/** A resource as it was sent, cut to what is kept. */
export function normalBody(body: ScimBody, { kept }: Kept): Record<string, unknown> {
  const entries = Object.entries(body).map(([name, value]) => [name.replace(CORE, ''), value] as const);
  return Object.fromEntries(entries.flatMap(([name, value]) => (kept.has(rootOf(name)) ? [[name, keptValue(name, value)]] : [])));
}

interface Operation {
  op?: unknown;
  path?: unknown;
  value?: unknown;
}

/** The operations of a PATCH, without those on attributes that are kept nowhere. What no schema knows stays, and is refused. */
export function normalOperations(body: ScimBody, names: Kept): Operation[] | unknown {
  const operations = (body.Operations ?? body.operations) as unknown;
  if (!Array.isArray(operations)) return operations;
  return operations.flatMap((operation: Operation) => (isObject(operation) ? normalOperation(operation, names) : [operation]));
}

function normalOperation({ op, path, value }: Operation, names: Kept): Operation[] {
  if (typeof path === 'string' && path !== '') {
    const plain = path.replace(CORE, '');
    if (EXTENSION.test(plain)) return [];
    const root = rootOf(plain);
    if (!names.kept.has(root) && names.known.has(root)) return [];
    // One address is kept: the one for work.
    if (root === 'emails' && /\[(?!\s*type\s+eq\s+"work"\s*\])/i.test(plain) && !/primary/i.test(plain)) return [];
    return [{ op, path: plain, ...(value === undefined ? {} : { value: keptValue(plain, value) }) }];
  }
  if (!isObject(value)) return [{ op, value }];
  const kept = normalBody(value as ScimBody, names);
  return Object.keys(kept).length === 0 ? [] : [{ op, value: kept }];
}

const keptValue = (name: string, value: unknown): unknown => (name.toLowerCase() === 'active' ? asBoolean(value) : value);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
