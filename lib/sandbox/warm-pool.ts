import { newId } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import { type Machine, newToken } from './machine.ts';
import { countPool, findById, insertCreating, markGone, move, poolKey } from './registry.ts';

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

export type WarmPool = ReturnType<typeof createWarmPool>;

/** Keeps sandboxes ready that belong to nobody yet. Other workers' count too: the registry is shared. */
export function createWarmPool(machine: Machine, templateHash: string) {
  const stop = new AbortController();
  let target = 0;
  let filling: Promise<void> | null = null;
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | undefined;

  async function add(): Promise<void> {
    const id = newId('sbx');
    const token = newToken();
    await insertCreating({ id, provider: machine.providerName, key: poolKey(id), holder: null, templateHash, token });
    const row = await findById(id);
    if (!row) return;
    try {
      await machine.start(row, token, stop.signal);
      if (!(await move(row, 'ready'))) await machine.end(row);
    } catch (error) {
      await markGone(row);
      throw error;
    }
  }

  async function fill(): Promise<void> {
    while (!stop.signal.aborted && (await countPool(machine.providerName, templateHash)) < target) await add();
    retryMs = FIRST_RETRY_MS;
  }

  /** Fills the pool in the background; failures are logged and tried again later. */
  function refill(): void {
    if (filling || stop.signal.aborted || target === 0) return;
    clearTimeout(timer);
    filling = fill()
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        log.warn({ err: error, retryMs }, 'No sandbox could be made for the warm pool');
        timer = setTimeout(refill, retryMs).unref();
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      })
      .finally(() => {
        filling = null;
      });
  }

  return {
    refill,
    /** Resolves when the pool has `count` or an attempt to fill it ended. */
    async setTarget(count: number): Promise<void> {
      await filling;
      target = count;
      refill();
      await filling;
    },
    async close(): Promise<void> {
      stop.abort();
      clearTimeout(timer);
      await filling;
    },
  };
}
