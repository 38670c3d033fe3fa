import { AsyncLocalStorage } from 'node:async_hooks';

/** The ids that a log line carries where they are known. Their names are the same everywhere: docs/operations.md. */
export interface LogFields {
  readonly requestId?: string;
  /** Where the request came from, as far as this server can know. */
  readonly ip?: string;
  readonly userId?: string;
  readonly actorKind?: 'user' | 'token' | 'service';
  readonly projectId?: string;
  readonly appId?: string;
  readonly buildId?: string;
  readonly sandboxId?: string;
  readonly workerId?: string;
}

// On the global object: the web process holds this module twice, once bundled and once as it is.
const holder = globalThis as typeof globalThis & { glassworksLogContext?: AsyncLocalStorage<LogFields> };
holder.glassworksLogContext ??= new AsyncLocalStorage();
const storage = holder.glassworksLogContext;

/** Every line that is logged while `work` runs, however deep, carries these besides those known already. */
export const withLogFields = <T>(fields: LogFields, work: () => T): T => storage.run({ ...storage.getStore(), ...fields }, work);

/** Adds what was learned meanwhile to the lines from here on, for everything within the same `withLogFields`. */
export function addLogFields(fields: LogFields): void {
  const known = storage.getStore();
  if (known) Object.assign(known, fields);
}

export const logFields = (): LogFields => storage.getStore() ?? {};
