import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';

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
    const root = document.contents === null ? null : convert({ targets: aliasTargets(document), lines, nodes: 0 }, document.contents, 1, 0);
    return { root, problems: [] };
  } catch (error) {
    // A RangeError is the parser's own recursion on absurdly nested text.
    if (!(error instanceof TooLarge || error instanceof RangeError)) throw error;
    return { root: null, problems: [{ line: 1, message: 'the file is nested too deeply or its aliases unfold to too much' }] };
  }
}

interface Conversion {
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly lines: LineCounter;
  nodes: number;
}

/** What each alias stands for, found in one pass: the last anchor of its name before it. */
function aliasTargets(document: Document): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) targets.set(node, target);
      } else if (node.anchor) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function convert(conversion: Conversion, node: unknown, line: number, depth: number): Located {
  if (++conversion.nodes > MAX_NODES || depth > MAX_DEPTH) throw new TooLarge();
  if (isAlias(node)) return convert(conversion, conversion.targets.get(node), line, depth + 1);
  if (isMap(node)) return { line, value: convertMap(conversion, node.items, depth) };
  if (isSeq(node)) return { line, value: node.items.map((item) => convert(conversion, item, lineOf(conversion, item, line), depth + 1)) };
  return { line, value: isScalar(node) ? scalar(node.value) : null };
}

function convertMap(conversion: Conversion, items: readonly Pair[], depth: number): LocatedMap {
  const map = new Map<string, Located>();
  const inherited: Located[] = [];
  for (const pair of items) {
    const value = convert(conversion, pair.value, lineOf(conversion, pair.key, 1), depth + 1);
    const key = keyText(pair.key);
    if (key === '<<') inherited.push(value);
    else map.set(key, value);
  }
  for (const source of inherited) inherit(map, source);
  return map;
}

/** A merge key brings what the map does not say itself. */
function inherit(map: Map<string, Located>, source: Located): void {
  if (Array.isArray(source.value)) for (const item of source.value as readonly Located[]) inherit(map, item);
  if (!(source.value instanceof Map)) return;
  for (const [key, entry] of source.value) if (!map.has(key)) map.set(key, entry);
}

function keyText(key: unknown): string {
  const value = isScalar(key) ? key.value : key;
  return typeof value === 'symbol' ? (value.description ?? '') : String(value);
}

function lineOf({ lines }: Conversion, node: unknown, otherwise: number): number {
  const start = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
  return start === undefined ? otherwise : lines.linePos(start).line;
}

function scalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (value === undefined) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}
