import type { Dimension, Metric, Table } from './model.ts';
import { fieldReferences } from './sql-template.ts';

export interface BrokenField {
  readonly table: Table;
  readonly field: Dimension | Metric;
  readonly reason: string;
}

/** What a name in a field's SQL or filter means: a field of the table itself, or of another table of the explore. */
export function findField(tables: readonly Table[], own: string, table: string | null, name: string): Dimension | Metric | undefined {
  const home = tables.find((candidate) => candidate.name === own);
  // In an aliased join the model still calls itself by its own name.
  const target = table === null || table === home?.model ? home : undefined;
  const other = tables.find((candidate) => candidate.name === table);
  for (const place of [other, target]) {
    const found = place?.dimensions.find((field) => field.name === name) ?? place?.metrics.find((field) => field.name === name);
    if (found) return found;
  }
  return undefined;
}

/** Filters name a dimension as `field` or `model.field`. */
export function splitFilterTarget(text: string): { table: string | null; name: string } {
  const dot = text.indexOf('.');
  return dot === -1 ? { table: null, name: text } : { table: text.slice(0, dot), name: text.slice(dot + 1) };
}

/**
 * Takes out the fields whose references lead nowhere, to the wrong kind of field, or in a circle; then those that leaned on them.
 * @returns the tables that are left, and what was taken out and why
 */
export function checkFields(tables: readonly Table[]): { tables: readonly Table[]; broken: readonly BrokenField[] } {
  let left = tables;
  const broken: BrokenField[] = [];
  for (;;) {
    const current = left;
    const found = current.flatMap((table) =>
      [...table.dimensions, ...table.metrics].flatMap((field) => {
        const reason = brokenBecause(current, field) ?? circle(current, field);
        return reason === undefined ? [] : [{ table, field, reason }];
      }),
    );
    if (found.length === 0) return { tables: left, broken };
    broken.push(...found);
    const gone = new Set(found.map(({ field }) => field));
    left = current.map((table) => ({
      ...table,
      dimensions: table.dimensions.filter((field) => !gone.has(field)),
      metrics: table.metrics.filter((field) => !gone.has(field)),
    }));
  }
}

function brokenBecause(tables: readonly Table[], field: Dimension | Metric): string | undefined {
  for (const { table, name } of fieldReferences(field.sql)) {
    const shown = table === null ? name : `${table}.${name}`;
    const target = findField(tables, field.table, table, name);
    if (!target) return `refers to \${${shown}}, which does not exist here`;
    const wanted = field.kind === 'metric' && field.type === 'number' ? 'metric' : 'dimension';
    if (target.kind !== wanted) return `refers to \${${shown}}, which is a ${target.kind}: only a ${wanted} may stand there`;
  }
  if (field.kind === 'dimension') return undefined;
  for (const rule of field.filters) {
    const { table, name } = splitFilterTarget(rule.target.fieldId);
    if (findField(tables, field.table, table, name)?.kind !== 'dimension')
      return `filters on ${rule.target.fieldId}, which is no dimension here`;
  }
  return undefined;
}

function circle(tables: readonly Table[], start: Dimension | Metric): string | undefined {
  const visited = new Set<Dimension | Metric>();
  const stack: (Dimension | Metric)[] = [start];
  for (let field = stack.pop(); field; field = stack.pop()) {
    for (const { table, name } of fieldReferences(field.sql)) {
      const next = findField(tables, field.table, table, name);
      if (next && next.kind === start.kind && (next === start || sameDimension(next, start))) return 'refers to itself in a circle';
      if (next && !visited.has(next)) {
        visited.add(next);
        stack.push(next);
      }
    }
  }
  return undefined;
}

/** An interval shares the SQL of its base: a base that refers to its own interval is a circle too. */
const sameDimension = (a: Dimension | Metric, b: Dimension | Metric): boolean =>
  a.kind === 'dimension' && b.kind === 'dimension' && (a.baseId ?? a.id) === (b.baseId ?? b.id);
