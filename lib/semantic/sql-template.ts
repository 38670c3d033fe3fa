/** SQL of a field or join, cut at its `${…}` references. */
type SqlPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table' }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'field'; readonly table: string | null; readonly name: string };

export type SqlTemplate = readonly SqlPart[];
export type FieldReference = Extract<SqlPart, { kind: 'field' }>;

export type ParsedTemplate = { readonly template: SqlTemplate } | { readonly problem: string };

const REFERENCE = /\$\{([^}]*)\}/g;
const NAME = /^[A-Za-z_]\w*$/;
const VARIABLES = new Set(['lightdash', 'ld', 'attr', 'attribute', 'parameters']);

/** The column itself: what a dimension without `sql` stands for. */
export const columnTemplate = (column: string): SqlTemplate => [{ kind: 'column', name: column }];

/** Reads `${TABLE}`, `${field}` and `${model.field}`; anything else between `${` and `}` is a problem that names it. */
export function parseTemplate(sql: string): ParsedTemplate {
  const problem = unsafeText(sql);
  if (problem) return { problem };
  const template: SqlPart[] = [];
  let end = 0;
  for (const match of sql.matchAll(REFERENCE)) {
    if (match.index > end) template.push({ kind: 'text', text: sql.slice(end, match.index) });
    end = match.index + match[0].length;
    const part = parseReference((match[1] ?? '').trim());
    if (typeof part === 'string') return { problem: part };
    template.push(part);
  }
  if (end < sql.length) template.push({ kind: 'text', text: sql.slice(end) });
  return { template };
}

export const fieldReferences = (template: SqlTemplate): FieldReference[] => template.filter((part) => part.kind === 'field');

function parseReference(text: string): SqlPart | string {
  if (text === 'TABLE') return { kind: 'table' };
  const names = text.split('.');
  if (VARIABLES.has(names[0] ?? '') && names.length > 1) return `\${${text}} is not supported yet`;
  if (names.length > 2 || !names.every((name) => NAME.test(name)))
    return `\${${text}} is not a reference: write \${field} or \${model.field}`;
  const [first = '', second] = names;
  return second === undefined ? { kind: 'field', table: null, name: first } : { kind: 'field', table: first, name: second };
}

/** What would break out of the parentheses that the compiler puts around a field's SQL. */
function unsafeText(sql: string): string | undefined {
  if (sql.trim() === '') return 'the SQL is empty';
  if (sql.length > 20_000) return 'the SQL is longer than 20,000 characters';
  if (/\{\{|\{%/.test(sql)) return 'Jinja in SQL is not supported yet';
  const code = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '');
  if (code.includes(';')) return 'the SQL must be one expression, without ";"';
  if (/--|\/\*/.test(code)) return 'comments in SQL are not supported: move it to the description';
  if (/\$\d/.test(code)) return 'numbered parameters such as $1 are reserved';
  let depth = 0;
  for (const char of code) {
    depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    if (depth < 0) break;
  }
  return depth === 0 ? undefined : 'the parentheses do not match';
}
