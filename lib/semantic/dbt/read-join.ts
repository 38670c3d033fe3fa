import { parseTemplate, type SqlTemplate } from '../sql-template.ts';
import type { Located, LocatedMap } from '../yaml/located.ts';
import { asMap, type Reader } from '../yaml/reader.ts';
import { checkKeys, JOIN_KEYS } from './keys.ts';
import type { JoinSource } from './source.ts';

const SAFE_NAME = /^[A-Za-z_][\w]{0,127}$/;

/** One entry of `joins`. `refusing` is true when leaving the join out would change the rows of the explore. */
export type JoinRead = { readonly join: JoinSource } | { readonly join: null; readonly refusing: boolean };

export function readJoin(reader: Reader, item: Located): JoinRead {
  const map = asMap(item);
  const model = map && reader.string(map, 'join');
  if (!map || model === undefined) {
    reader.problem(item.line, 'a join must be a map with `join: <model>`; it is left out');
    return { join: null, refusing: false };
  }
  const refusing = map.get('always')?.value === true;
  const what = `the join of ${model}`;
  const leftOut: JoinRead = { join: null, refusing };
  if (!checkKeys(reader, map, JOIN_KEYS, what)) return leftOut;
  const alias = reader.string(map, 'alias') ?? model;
  if (!SAFE_NAME.test(alias)) {
    reader.problem(item.line, `${what} has the name "${alias}", which is not a plain identifier; it is left out`);
    return leftOut;
  }
  const on = readCondition(reader, map, item.line, what);
  const type = readChoice(reader, map, 'type', ['left', 'inner'] as const, 'left', item.line, what);
  const relationship = readChoice(reader, map, 'relationship', ['many-to-one', 'one-to-one'] as const, null, item.line, what);
  if (on === null || type === null || relationship === null) return leftOut;
  const fields = reader.list(map, 'fields')?.map((field) => String(field.value)) ?? null;
  return {
    join: {
      line: item.line,
      model,
      alias,
      label: reader.string(map, 'label') ?? null,
      type,
      relationship,
      on,
      hidden: reader.boolean(map, 'hidden') ?? false,
      always: refusing,
      fields,
    },
  };
}

function readCondition(reader: Reader, map: LocatedMap, line: number, what: string): SqlTemplate | null {
  const sql = reader.string(map, 'sql_on');
  if (sql === undefined) {
    reader.problem(line, `${what} needs \`sql_on\`, so it is left out`);
    return null;
  }
  const parsed = parseTemplate(sql);
  if ('template' in parsed) return parsed.template;
  reader.problem(map.get('sql_on')?.line ?? line, `\`sql_on\` of ${what}: ${parsed.problem}; it is left out`);
  return null;
}

function readChoice<T extends string>(
  reader: Reader,
  map: LocatedMap,
  key: string,
  choices: readonly T[],
  otherwise: T | null,
  line: number,
  what: string,
): T | null {
  const text = reader.string(map, key);
  if (text === undefined) {
    if (otherwise === null) reader.problem(line, `${what} needs \`${key}\`, one of ${choices.join(', ')}; it is left out`);
    return otherwise;
  }
  const found = choices.find((choice) => choice === text);
  if (found) return found;
  reader.problem(
    map.get(key)?.line ?? line,
    `\`${key}\`: "${text}" of ${what} is not supported yet, so it is left out; supported are ${choices.join(', ')}`,
  );
  return null;
}
