import type pg from 'pg';
import type { Cell } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';
import type { RunOptions, WarehouseResult } from '../../contract.ts';
import { toCell } from './cells.ts';
import { codeOf, queryError } from './errors.ts';

const CANCELLED = '57014';
/** How long a cancelled query may take to end before its connection is thrown away. */
const CANCEL_GRACE_MS = 5000;

/** Values stay the text that Postgres sends, so that no digit is lost before a cell is made of it. */
const RAW = { getTypeParser: () => (text: string) => text };

export type Cancel = (processId: number) => Promise<void>;

/**
 * Runs one SELECT in a read-only transaction, through a cursor: Postgres itself refuses anything but a query there,
 * and no more rows than asked for leave the server.
 * @param cancel stops what runs on that backend; called on abort
 */
export async function runQuery(client: pg.PoolClient, options: RunOptions, cancel: Cancel): Promise<WarehouseResult> {
  const { signal, timeoutMs } = options;
  const watch = cancelOnAbort(client, signal, cancel);
  let usable = false;
  try {
    signal.throwIfAborted();
    await watch.step(() =>
      client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}; SET LOCAL cursor_tuple_fraction = 1`),
    );
    const declare = {
      text: `DECLARE answer NO SCROLL CURSOR FOR ${options.sql}`,
      values: [...options.params],
      queryMode: 'extended' as const,
    };
    await watch.step(() => client.query(declare));
    const fetch = { text: `FETCH FORWARD ${options.maxRows + 1} FROM answer`, rowMode: 'array' as const, types: RAW };
    const result = await watch.step(() => client.query<(string | null)[]>(fetch));
    await watch.step(() => client.query('ROLLBACK'));
    usable = true;
    return toResult(result, options.maxRows);
  } catch (thrown) {
    usable ||= await rollBack(client, watch);
    signal.throwIfAborted();
    if (codeOf(thrown) === CANCELLED) {
      throw new AppError('unavailable', `The query took longer than ${timeoutMs / 1000} s and was stopped: ask for less, or filter more`, {
        cause: thrown,
      });
    }
    throw queryError(thrown);
  } finally {
    await watch.end();
    client.release(!usable);
  }
}

function toResult(result: pg.QueryArrayResult<(string | null)[]>, maxRows: number): WarehouseResult {
  const types = result.fields.map(({ dataTypeID }) => dataTypeID);
  const rows = result.rows.slice(0, maxRows).map((row): Cell[] => row.map((text, index) => toCell(text, types[index] ?? 0)));
  return { columns: result.fields.map(({ name }) => name), rows, truncated: result.rows.length > maxRows };
}

async function rollBack(client: pg.PoolClient, watch: Watch): Promise<boolean> {
  try {
    await watch.last(() => client.query('ROLLBACK'));
    return true;
  } catch {
    // The connection itself is gone, or did not stop in time: the pool throws it away.
    return false;
  }
}

interface Watch {
  /** Does the work unless the caller has left; fails when a cancelled query does not end in time. */
  step<T>(work: () => Promise<T>): Promise<T>;
  /** The same for what must be done even then. */
  last<T>(work: () => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

function cancelOnAbort(client: pg.PoolClient, signal: AbortSignal, cancel: Cancel): Watch {
  const gaveUp = Promise.withResolvers<never>();
  gaveUp.promise.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  let cancelling: Promise<void> = Promise.resolve();
  const onAbort = (): void => {
    timer = setTimeout(() => gaveUp.reject(new Error('the cancelled query did not end in time')), CANCEL_GRACE_MS);
    const { processID } = client as pg.PoolClient & { processID?: number | null };
    if (typeof processID === 'number') cancelling = cancel(processID).catch((error: unknown) => gaveUp.reject(error));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    async step(work) {
      // A cancel between two statements stops nothing: the next one must not start.
      signal.throwIfAborted();
      return Promise.race([work(), gaveUp.promise]);
    },
    async last(work) {
      await cancelling;
      return Promise.race([work(), gaveUp.promise]);
    },
    async end() {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(timer);
      // A cancel that arrives later would hit the next query on this connection.
      await cancelling;
    },
  };
}
