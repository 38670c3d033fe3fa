import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export interface Connections {
  /** A connection that nobody else uses meanwhile. It is kept for the next query unless `work` fails. */
  use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  close(): void;
}

/** Connections of one instance. They hold no state between queries: settings are locked, and only SELECT is let through. */
export function createConnections(instance: DuckDBInstance): Connections {
  const idle: DuckDBConnection[] = [];
  let closed = false;
  return {
    async use(work) {
      const connection = idle.pop() ?? (await instance.connect());
      try {
        const result = await work(connection);
        if (closed) connection.closeSync();
        else idle.push(connection);
        return result;
      } catch (error) {
        connection.closeSync(); // it may have been interrupted in the middle of something
        throw error;
      }
    },
    close() {
      closed = true;
      for (const connection of idle.splice(0)) connection.closeSync();
    },
  };
}
