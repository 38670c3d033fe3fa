import type { WarehouseTable } from '#lib/warehouse/contract.ts';
import { buildJoins, type ModelAndTable } from './build-joins.ts';
import { buildTable } from './build-table.ts';
import { checkFields, findField } from './check-fields.ts';
import { findTable } from './column-types.ts';
import type { ModelSource } from './dbt/source.ts';
import type { Explore, Join, Table } from './model.ts';
import { fieldReferences } from './sql-template.ts';
import type { Report } from './yaml/reader.ts';

/** Every model becomes an explore of itself and its joins, if nothing forbids it. */
export function buildExplores(models: readonly ModelSource[], tables: readonly WarehouseTable[] | null, report: Report): Explore[] {
  const byName = new Map<string, ModelAndTable>();
  for (const model of models) {
    const first = byName.get(model.name)?.model;
    if (first) {
      report({
        file: model.file,
        line: model.line,
        message: `model ${model.name} is described in ${first.file} already; this one is left out`,
      });
      // A row filter in either description holds for the table.
      if (model.refusedFor)
        byName.set(model.name, { model: { ...first, refusedFor: model.refusedFor }, table: byName.get(model.name)?.table });
      continue;
    }
    byName.set(model.name, { model, table: tables === null ? null : findTable(tables, model.relation) });
  }
  return [...byName.values()].flatMap((entry) => buildExplore(entry, byName, report) ?? []);
}

function buildExplore({ model, table }: ModelAndTable, models: ReadonlyMap<string, ModelAndTable>, report: Report): Explore | null {
  if (model.refusedFor) return null;
  if (table === undefined) {
    report({
      file: model.file,
      line: model.line,
      message: `explore ${model.name} is left out: the warehouse has no table ${relationName(model)}`,
    });
    return null;
  }
  const base = buildTable(model, table, null, report);
  const joined = buildJoins(model, models, report);
  if (joined.refused) {
    report({ file: model.file, line: joined.refused.line, message: `explore ${model.name} is left out: ${joined.refused.reason}` });
    return null;
  }
  const checked = checkFields([base, ...joined.tables]);
  for (const { table: home, field, reason } of checked.broken) {
    // A field of a joined model is judged where that model is the base: here it may only lack a join.
    if (home.name !== model.name) continue;
    const source = [...model.dimensions, ...model.metrics].find(({ name }) => field.name === name || field.name.startsWith(`${name}_`));
    report({ file: model.file, line: source?.line ?? model.line, message: `${field.kind} ${field.name} is left out: it ${reason}` });
  }
  const { joins, refused } = checkConditions(model, checked.tables, joined.joins, report);
  if (refused) return null;
  const kept = checked.tables.filter(({ name }) => name === model.name || joins.some((join) => join.table === name));
  const [first, ...rest] = withUniqueIds(model, kept, report);
  if (!first) return null;
  return { name: model.name, label: model.label, description: model.description, hidden: model.hidden, tables: [first, ...rest], joins };
}

/** Joins whose condition refers to a field that is not there fall away, and with them those that came after. */
function checkConditions(
  model: ModelSource,
  tables: readonly Table[],
  joins: readonly Join[],
  report: Report,
): { joins: Join[]; refused: boolean } {
  const kept: Join[] = [];
  let refused = false;
  for (const join of joins) {
    const missing = fieldReferences(join.on).find(({ table, name }) => findField(tables, model.name, table, name)?.kind !== 'dimension');
    const lost = join.dependsOn.find((name) => !kept.some(({ table }) => table === name));
    if (!missing && !lost) {
      kept.push(join);
      continue;
    }
    const line = model.joins.find(({ alias }) => alias === join.table)?.line ?? model.line;
    const reason = missing
      ? `its condition names \${${missing.table ?? model.name}.${missing.name}}, which is no dimension here`
      : `it needs the join of ${lost}`;
    report({ file: model.file, line, message: `the join of ${join.table} is left out: ${reason}` });
    if (join.always) {
      refused = true;
      report({
        file: model.file,
        line,
        message: `explore ${model.name} is left out: the join of ${join.table} must always hold and cannot`,
      });
    }
  }
  return { joins: kept, refused };
}

/** `a_b` + `c` and `a` + `b_c` give the same id: the second one is left out. */
function withUniqueIds(model: ModelSource, tables: readonly Table[], report: Report): Table[] {
  const seen = new Set<string>();
  const first = (field: { id: string }): boolean => {
    if (!seen.has(field.id)) {
      seen.add(field.id);
      return true;
    }
    report({
      file: model.file,
      line: model.line,
      message: `explore ${model.name} has two fields with the id ${field.id}; the second one is left out`,
    });
    return false;
  };
  return tables.map((table) => ({ ...table, dimensions: table.dimensions.filter(first), metrics: table.metrics.filter(first) }));
}

const relationName = ({ relation }: ModelSource): string =>
  relation.schema === null ? relation.name : `${relation.schema}.${relation.name}`;
