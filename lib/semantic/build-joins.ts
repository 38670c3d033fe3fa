import type { WarehouseTable } from '#lib/warehouse/contract.ts';
import { buildTable } from './build-table.ts';
import type { JoinSource, ModelSource } from './dbt/source.ts';
import type { Join, Table } from './model.ts';
import { fieldReferences } from './sql-template.ts';
import type { Report } from './yaml/reader.ts';

export interface ModelAndTable {
  readonly model: ModelSource;
  /** Null when no warehouse was asked; undefined when it has no such table. */
  readonly table: WarehouseTable | null | undefined;
}

export interface JoinedTables {
  readonly tables: Table[];
  readonly joins: Join[];
  /** Why the explore as a whole cannot be served. */
  readonly refused: { readonly line: number; readonly reason: string } | null;
}

interface Candidate {
  readonly source: JoinSource;
  readonly table: Table;
  readonly dependsOn: readonly string[];
}

/** The joins of an explore whose tables exist, in an order in which each comes after those that its condition speaks of. */
export function buildJoins(base: ModelSource, models: ReadonlyMap<string, ModelAndTable>, report: Report): JoinedTables {
  const problem = (line: number, message: string): void => report({ file: base.file, line, message });
  const candidates: Candidate[] = [];
  const names = new Set([base.name]);
  for (const source of base.joins) {
    const found = models.get(source.model);
    if (found?.model.refusedFor) {
      const reason = `it joins ${source.model}, whose \`${found.model.refusedFor}\` is not supported yet`;
      return { tables: [], joins: [], refused: { line: source.line, reason } };
    }
    if (!found || found.table === undefined) {
      problem(
        source.line,
        `the join of ${source.model} is left out: ${found ? 'the warehouse has no such table' : 'no model has that name'}`,
      );
    } else if (names.has(source.alias)) {
      problem(source.line, `the join of ${source.model} is left out: ${source.alias} is joined already, give it an \`alias\``);
    } else {
      names.add(source.alias);
      const mentioned = fieldReferences(source.on).map(({ table }) => table ?? base.name);
      const dependsOn = [...new Set(mentioned)].filter((table) => table !== source.alias);
      candidates.push({ source, dependsOn, table: buildTable(found.model, found.table, source, report) });
    }
  }
  return order(base, candidates, problem);
}

function order(base: ModelSource, candidates: Candidate[], problem: (line: number, message: string) => void): JoinedTables {
  const repeats = new Map([[base.name, false]]);
  const tables: Table[] = [];
  const joins: Join[] = [];
  let waiting = candidates;
  for (let progress = true; progress; ) {
    const ready = waiting.filter(({ dependsOn }) => dependsOn.every((table) => repeats.has(table)));
    progress = ready.length > 0;
    waiting = waiting.filter((candidate) => !ready.includes(candidate));
    for (const { source, table, dependsOn } of ready) {
      const repeated = source.relationship !== 'one-to-one' || dependsOn.some((name) => repeats.get(name));
      repeats.set(source.alias, repeated);
      tables.push(table);
      joins.push({
        table: source.alias,
        type: source.type,
        relationship: source.relationship,
        on: source.on,
        dependsOn: dependsOn.filter((name) => name !== base.name),
        always: source.always,
        repeats: repeated,
      });
    }
  }
  for (const { source, dependsOn } of waiting) {
    const missing = dependsOn.filter((name) => !repeats.has(name)).join(', ');
    problem(source.line, `the join of ${source.model} is left out: its condition speaks of ${missing}, which is not joined`);
  }
  const essential = waiting.find(({ source }) => source.always);
  const refused = essential
    ? { line: essential.source.line, reason: `the join of ${essential.source.model} must always hold and cannot` }
    : null;
  return { tables, joins, refused };
}
