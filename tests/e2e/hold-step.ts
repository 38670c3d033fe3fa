import type pg from 'pg';
import type { BuildStep } from '#lib/contracts/build-event.ts';
import { connectTo } from './installation.ts';

const POLL_MS = 20;

/**
 * Makes steps wait in the middle: a trigger on the row's step asks for a lock that the test holds. The product is as it
 * is; its step has begun, and cannot end.
 */
export async function prepareHolding(dataDir: string): Promise<void> {
  const client = await connectTo(dataDir);
  await client.query(`
    CREATE FUNCTION hold_step() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared(hashtext(NEW."appId" || NEW."step")); RETURN NEW; END $$;
    CREATE TRIGGER hold_step BEFORE UPDATE OF "step" ON "Build" FOR EACH ROW
      WHEN (NEW."step" IS NOT NULL) EXECUTE FUNCTION hold_step()`);
  await client.end();
}

export interface Held {
  /** Resolves when this many builds are in the step that holds them. */
  reached(count: number, deadlineMs: number): Promise<void>;
  release(): Promise<void>;
}

/** Holds the next build of each app in its step. A killed database lets go of all by itself. */
export async function holdSteps(dataDir: string, steps: readonly { appId: string; step: BuildStep }[]): Promise<Held> {
  const client: pg.Client = await connectTo(dataDir);
  for (const { appId, step } of steps) await client.query('SELECT pg_advisory_lock(hashtext($1 || $2))', [appId, step]);
  return {
    async reached(count, deadlineMs) {
      const deadline = Date.now() + deadlineMs;
      for (;;) {
        const { rows } = await client.query(`SELECT DISTINCT objid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
        if (rows.length >= count) return;
        if (Date.now() > deadline) throw new Error(`${rows.length} of ${count} builds are in their step after ${deadlineMs} ms`);
        await new Promise((wait) => setTimeout(wait, POLL_MS));
      }
    },
    release: () => client.end().catch((error: Error) => console.warn(`The locks went with their server: ${error.message}`)),
  };
}
