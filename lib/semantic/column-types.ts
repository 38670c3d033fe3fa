import type { DimensionType } from '#lib/contracts/catalog.ts';
import type { WarehouseTable } from '#lib/warehouse/contract.ts';
import type { Relation } from './model.ts';

/** The warehouse's table of a model: by schema and name, or by name alone. dbt writes a custom schema as `<target>_<custom>`. */
export function findTable(tables: readonly WarehouseTable[], { schema, name }: Relation): WarehouseTable | undefined {
  const named = tables.filter((table) => table.name === name);
  const candidates = named.length > 0 ? named : tables.filter((table) => table.name.toLowerCase() === name.toLowerCase());
  if (schema === null) return candidates.find((table) => table.schema === 'main' || table.schema === 'public') ?? candidates[0];
  return candidates.find((table) => table.schema === schema) ?? candidates.find((table) => table.schema.endsWith(`_${schema}`));
}

/** Type of a column, and the name as the warehouse spells it; undefined when the table has no such column. */
export function findColumn(table: WarehouseTable, column: string): { name: string; type: DimensionType } | undefined {
  return table.columns.find(({ name }) => name === column) ?? table.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase());
}

/** The kind of a type as YAML's `data_type` writes it, such as `numeric(12, 2)` or `TIMESTAMP_NTZ`. */
export function typeOfDataType(dataType: string | null): DimensionType | null {
  if (dataType === null) return null;
  const name = dataType.toLowerCase();
  if (/^(timestamp|datetime)/.test(name)) return 'timestamp';
  if (name.startsWith('date')) return 'date';
  if (name.startsWith('bool')) return 'boolean';
  if (/^(u?(tiny|small|medium|big|huge)?int|integer|numeric|decimal|number|float|double|real|serial|bigserial|money)/.test(name))
    return 'number';
  return 'string';
}
