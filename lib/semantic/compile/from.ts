import type { Explore, Join, Table } from '../model.ts';
import type { CompileContext } from './context.ts';
import { render } from './field-sql.ts';

/** FROM and the joins that the query needs; to be called when all other parts have noted their tables. */
export function fromClause(context: CompileContext): { sql: string; tables: readonly Table[] } {
  const { explore } = context;
  const [base] = explore.tables;
  const joins = neededJoins(explore, context.tables);
  const tables = [base];
  const lines = [`FROM ${source(context, base)}`];
  for (const join of joins) {
    const table = explore.tables.find(({ name }) => name === join.table);
    if (!table) continue;
    tables.push(table);
    lines.push(`${join.type === 'inner' ? 'INNER' : 'LEFT'} JOIN ${source(context, table)} ON ${render(context, base.name, join.on)}`);
  }
  return { sql: lines.join('\n'), tables };
}

function neededJoins(explore: Explore, used: ReadonlySet<string>): Join[] {
  const needed = new Set(used);
  for (const join of explore.joins) if (join.always) needed.add(join.table);
  // Joins stand in the order of their dependence: from the last to the first, each names what it needs.
  for (const join of explore.joins.toReversed()) if (needed.has(join.table)) for (const name of join.dependsOn) needed.add(name);
  return explore.joins.filter(({ table }) => needed.has(table));
}

function source({ dialect }: CompileContext, { relation, name }: Table): string {
  const path =
    relation.schema === null ? dialect.quote(relation.name) : `${dialect.quote(relation.schema)}.${dialect.quote(relation.name)}`;
  return `${path} AS ${dialect.quote(name)}`;
}
