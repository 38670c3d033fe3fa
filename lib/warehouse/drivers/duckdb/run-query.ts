import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from '@duckdb/node-api';
import type { Cell } from '#lib/contracts/query.ts';
import { AppError, toError } from '#lib/errors.ts';
import type { RunOptions, WarehouseResult } from '../../contract.ts';
import { toCell } from './cells.ts';
import type { Connections } from './connections.ts';
import { firstLine } from './open-instance.ts';

const INTERRUPT_EVERY_MS = 25;

/** Runs one SELECT on a connection of its own, so that interrupting it stops nothing else. */
export function runQuery(connections: Connections, path: string, options: RunOptions): Promise<WarehouseResult> {
  options.signal.throwIfAborted();
  return connections.use((connection) => runOn(connection, path, options));
}

async function runOn(connection: DuckDBConnection, path: string, options: RunOptions): Promise<WarehouseResult> {
  const stop = interruptOn(connection, options);
  try {
    const statement = await prepareSelect(connection, options.sql);
    bindAll(statement, options.params);
    return await read(statement, options.maxRows);
  } catch (cause) {
    options.signal.throwIfAborted();
    if (stop.timedOut()) {
      throw new AppError(
        'unavailable',
        `The query took longer than ${options.timeoutMs / 1000} s and was stopped: ask for less, or filter more`,
        { cause },
      );
    }
    if (cause instanceof AppError) throw cause;
    throw new AppError('unprocessable', `DuckDB refused the query: ${firstLine(toError(cause).message, path)}`, { cause });
  } finally {
    stop.clear();
  }
}

/** Only one statement, and only one that reads: this also keeps COPY and ATTACH out, whatever the settings say. */
async function prepareSelect(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const statements = await connection.extractStatements(sql);
  const statement = statements.count === 1 ? await statements.prepare(0) : undefined;
  if (statement?.statementType === StatementType.SELECT) return statement;
  throw new AppError('unprocessable', 'Only a single SELECT statement may be run in the warehouse');
}

function bindAll(statement: DuckDBPreparedStatement, params: readonly Cell[]): void {
  for (const [index, value] of params.entries()) {
    const position = index + 1;
    if (value === null) statement.bindNull(position);
    else if (typeof value === 'string') statement.bindVarchar(position, value);
    else if (typeof value === 'boolean') statement.bindBoolean(position, value);
    else if (Number.isSafeInteger(value)) statement.bindBigInt(position, BigInt(value));
    else statement.bindDouble(position, value);
  }
}

async function read(statement: DuckDBPreparedStatement, maxRows: number): Promise<WarehouseResult> {
  const result = await statement.stream();
  const columns = result.columnNames();
  const rows: Cell[][] = [];
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const values = columns.map((_, index) => chunk?.getColumnValues(index) ?? []);
    for (let row = 0; row < chunk.rowCount; row++) {
      if (rows.length === maxRows) return { columns, rows, truncated: true };
      rows.push(values.map((column) => toCell(column[row] ?? null)));
    }
  }
  return { columns, rows, truncated: false };
}

function interruptOn(connection: DuckDBConnection, { signal, timeoutMs }: RunOptions) {
  let late = false;
  let again: NodeJS.Timeout | undefined;
  // An interrupt that comes between two steps of the query is lost: it is sent until the query ends.
  const interrupt = (): void => {
    connection.interrupt();
    again ??= setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS);
  };
  const timer = setTimeout(() => {
    late = true;
    interrupt();
  }, timeoutMs);
  signal.addEventListener('abort', interrupt, { once: true });
  return {
    timedOut: (): boolean => late,
    clear: (): void => {
      clearTimeout(timer);
      clearInterval(again);
      signal.removeEventListener('abort', interrupt);
    },
  };
}
