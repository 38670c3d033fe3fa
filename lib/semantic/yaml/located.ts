import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';

/** A YAML value that knows its line. */
export interface Located {
  readonly line: number;
  readonly value: string | number | boolean | null | readonly Located[] | LocatedMap;
}
/** Entries carry the line of their key. */
export type LocatedMap = ReadonlyMap<string, Located>;

export interface YamlProblem {
  readonly line: number;
  readonly message: string;
}

/** Aliases may repeat content; a file that unfolds to more than this is an attack or a mistake. */
const MAX_NODES = 200_000;
const MAX_DEPTH = 60;

class TooLarge extends Error {}

/** Parses one YAML document with the line of every value. Merge keys (`<<`) and aliases are followed, within bounds. */
export function parseLocated(text: string): { root: Located | null; problems: readonly YamlProblem[] } {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: true, logLevel: 'silent' });
    const problems = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      message: error.message.split('\n')[0] ?? 'the YAML does not parse',
    }));
    if (problems.length > 0) return { root: null, problems };
    let nodes = 0;
    const lineOf = (node: { range?: readonly number[] | null } | null | undefined, otherwise: number): number =>
      node?.range?.[0] === undefined ? otherwise : lines.linePos(node.range[0]).line;

    const convert = (node: unknown, line: number, depth: number): Located => {
      if (++nodes > MAX_NODES || depth > MAX_DEPTH) throw new TooLarge();
      if (isAlias(node)) return convert(node.resolve(document), lineOf(node, line), depth + 1);
      if (isMap(node)) return { line, value: convertMap(node.items, depth) };
      if (isSeq(node)) return { line, value: node.items.map((item) => convert(item, lineOf(item as Node, line), depth + 1)) };
      if (isScalar(node)) return { line, value: scalar(node.value) };
      return { line, value: null };
    };
    const convertMap = (items: readonly Pair[], depth: number): LocatedMap => {
      const map = new Map<string, Located>();
      const inherited: Located[] = [];
      for (const pair of items) {
        const line = lineOf(pair.key as Node, 1);
        const key = isScalar(pair.key) ? String(isMergeKey(pair.key.value) ? '<<' : pair.key.value) : String(pair.key);
        const value = convert(pair.value, line, depth + 1);
        if (key === '<<') inherited.push(...(Array.isArray(value.value) ? value.value : [value]));
        else map.set(key, value);
      }
      for (const { value } of inherited) {
        if (!(value instanceof Map)) continue;
        for (const [key, entry] of value) if (!map.has(key)) map.set(key, entry);
      }
      return map;
    };
    return { root: document.contents === null ? null : convert(document.contents, 1, 0), problems: [] };
  } catch (error) {
    // A RangeError is the parser's own recursion on absurdly nested text.
    if (!(error instanceof TooLarge || error instanceof RangeError)) throw error;
    return { root: null, problems: [{ line: 1, message: 'the file is nested too deeply or its aliases unfold to too much' }] };
  }
}

const isMergeKey = (value: unknown): boolean => value === '<<' || (typeof value === 'symbol' && value.description === '<<');

function scalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (value === undefined) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}
