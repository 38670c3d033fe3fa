const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const WIDTH = 100;

/** A text as a JavaScript literal. Everything that came from outside enters generated code through here only. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** A text as the value of a JSX attribute: plain in quotes where no character has a meaning of its own there. */
export const attribute = (text: string): string => (/^[\w ,.:;!?()/+%#’'-]*$/.test(text) ? `"${text}"` : `{${quoted(text)}}`);

/** Plain data as a readable literal, indented by `depth` steps of two spaces. */
export function literal(value: unknown, depth = 0): string {
  const oneLine = compact(value);
  if (oneLine.length + depth * 2 <= WIDTH) return oneLine;
  const pad = '  '.repeat(depth + 1);
  const close = '  '.repeat(depth);
  if (Array.isArray(value)) return `[\n${value.map((item) => `${pad}${literal(item, depth + 1)},\n`).join('')}${close}]`;
  if (value instanceof Raw || typeof value !== 'object' || value === null) return oneLine;
  return `{\n${entries(value)
    .map(([key, item]) => `${pad}${member(key, literal(item, depth + 1))},\n`)
    .join('')}${close}}`;
}

/** Code of our own inside a literal: the name of a variable. */
export class Raw {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/** A component's name from a title: letters and digits only, never two alike. */
export function componentName(title: string, taken: Set<string>): string {
  const parts = title
    .replaceAll(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .split(' ');
  const joined = parts
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
    .slice(0, 40);
  const base = /^[A-Z]/.test(joined) ? joined : `Block${joined}`;
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}${count}`;
  taken.add(name);
  return name;
}

function compact(value: unknown): string {
  if (value instanceof Raw) return value.code;
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(compact).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${entries(value)
    .map(([key, item]) => member(key, compact(item)))
    .join(', ')} }`;
}

const entries = (value: object): [string, unknown][] => Object.entries(value).filter(([, item]) => item !== undefined);
const keyOf = (key: string): string => (IDENTIFIER.test(key) ? key : quoted(key));
const member = (key: string, code: string): string => (code === key ? key : `${keyOf(key)}: ${code}`);
