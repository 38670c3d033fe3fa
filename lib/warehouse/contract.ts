import type { Cell } from '#lib/contracts/query.ts';
import type { Dialect } from './dialects/dialect.ts';

export interface WarehouseColumn {
  readonly name: string;
  readonly type: 'string' | 'number' | 'date' | 'timestamp' | 'boolean';
}

export interface RunOptions {
  readonly sql: string;
  readonly params: readonly Cell[];
  /** Rows beyond this are not read; the result says so. */
  readonly maxRows: number;
  readonly timeoutMs: number;
  /** Aborting cancels the query in the warehouse. */
  readonly signal: AbortSignal;
}

export interface WarehouseResult {
  readonly columns: readonly string[];
  readonly rows: Cell[][];
  readonly truncated: boolean;
}

/** One table or view as the warehouse describes it: column types come from here. */
export interface WarehouseTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly WarehouseColumn[];
}

/** A connection to one warehouse. Read-only by construction. */
export interface Warehouse {
  readonly dialect: Dialect;
  run(options: RunOptions): Promise<WarehouseResult>;
  tables(signal: AbortSignal): Promise<readonly WarehouseTable[]>;
  /** Throws AppError with what failed, precisely ("host resolves, port refused"), and what to do. */
  test(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
