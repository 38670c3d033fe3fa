import { basename } from 'node:path';
import { prepareWorkspace } from '../../lib/agent/prepare.ts';
import { db } from '../../lib/db/client.ts';
import { env } from '../../lib/env.ts';
import type { Guest } from '../../lib/sandbox/guest.ts';
import { sandboxProvider } from '../../lib/sandbox/providers/provider.ts';
import { createSandboxes } from '../../lib/sandbox/session.ts';
import { store } from '../../lib/storage/store.ts';
import { progress } from './bench-instance.ts';
import { type Measured, median } from './figures.ts';

const ROUNDS = 12;
const WAIT_MS = 60_000;

/** The installation's own sandboxes, driven from here. */
export function openBenchSandboxes(imageDir: string) {
  const image = { hash: basename(imageDir) };
  const provider = sandboxProvider(env(), { dir: imageDir });
  const sandboxes = createSandboxes({ provider, store: store(), image, prepare: prepareWorkspace });
  const acquire = (key: string) => sandboxes.acquire({ key, holder: 'bench', signal: AbortSignal.timeout(WAIT_MS) });
  return {
    /** Waits until the worker's pool has a sandbox ready. */
    async poolIsWarm(): Promise<void> {
      const deadline = Date.now() + WAIT_MS;
      while ((await db().sandbox.count({ where: { key: { startsWith: 'pool:' }, state: 'running', holder: null } })) === 0) {
        if (Date.now() > deadline) throw new Error('the warm pool stays empty');
        await new Promise((wait) => setTimeout(wait, 50));
      }
    },
    async withGuest<T>(key: string, work: (guest: Guest) => Promise<T>): Promise<T> {
      const { id, guest } = await acquire(key);
      try {
        return await work(guest);
      } finally {
        await sandboxes.release(id, { keepWarm: true });
      }
    },
    /** Creation with nothing kept ready, and coming back from the object store. */
    async measure(): Promise<Measured> {
      progress('creating and resuming sandboxes');
      await drainPool();
      const created: number[] = [];
      const resumed: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const key = `bench-${round}`;
        const fresh = await acquire(key);
        if (fresh.how !== 'created') throw new Error(`expected a new sandbox, got one that was ${fresh.how}`);
        created.push(fresh.ms);
        await sandboxes.release(fresh.id, { keepWarm: false });
        const back = await acquire(key);
        if (back.how !== 'resumed') throw new Error(`expected a resumed sandbox, got one that was ${back.how}`);
        resumed.push(back.ms);
        await sandboxes.destroy(back.id);
      }
      return { sandbox_create_p50_ms: median(created), sandbox_resume_p50_ms: median(resumed) };
    },
    close: () => sandboxes.close(),
  };

  /** Takes what the pool holds; the worker refills it only when a build takes one. */
  async function drainPool(): Promise<void> {
    for (let index = 0; ; index++) {
      const taken = await acquire(`drain-${index}`);
      await sandboxes.destroy(taken.id);
      if (taken.how === 'created') return;
    }
  }
}

export type BenchSandboxes = ReturnType<typeof openBenchSandboxes>;
