import type { WarehouseConfig } from '#lib/contracts/project.ts';

/** Takes the password out of a connection: it is stored encrypted, apart, and never sent to a browser again. */
export function splitSecret(given: WarehouseConfig): { config: WarehouseConfig; secret: string | null } {
  if (given.kind !== 'postgres') return { config: given, secret: null };
  const { password, ...config } = given;
  return { config, secret: password ?? null };
}

/** How a connection is named for people. */
export function warehouseLabel(config: WarehouseConfig): string {
  return config.kind === 'duckdb' ? `DuckDB ${config.path.split('/').at(-1)}` : `Postgres ${config.database} on ${config.host}`;
}
