import { ageMs, databaseNow } from '#lib/db/now.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { SandboxProvider } from './contract.ts';
import { findAll, holdsOnlyDraft, isPooled, purgeGone, type SandboxRow } from './registry.ts';
import type { Sandboxes } from './session.ts';
import { CREATING_MS } from './states.ts';

export interface SweeperOptions {
  readonly provider: SandboxProvider;
  readonly sandboxes: Sandboxes;
  readonly image: { readonly hash: string };
  /** As they are in force at each sweep, in milliseconds. */
  readonly times: () => SweepTimes;
}

export interface SweepTimes {
  /** SANDBOX_WARM_MS: how long a released sandbox stays warm. */
  readonly warmMs: number;
  /** SANDBOX_IDLE_TIMEOUT_MS: a holder that was silent for longer counts as dead. */
  readonly idleTimeoutMs: number;
  /** SANDBOX_SNAPSHOT_RETENTION_MS */
  readonly retentionMs: number;
}

export interface SweepResult {
  orphans: number;
  died: number;
  suspended: number;
  expired: number;
  failed: number;
}

const LIST_MS = 30_000;

/** Brings provider and registry together again. Run it every minute or so; several workers may at once. */
export function createSweeper({ provider, sandboxes, image, times }: SweeperOptions) {
  /** One sandbox that cannot be swept must not keep the others from it. */
  async function each<T>(items: readonly T[], result: SweepResult, act: (item: T) => Promise<void>): Promise<void> {
    for (const item of items) {
      try {
        await act(item);
      } catch (error) {
        result.failed++;
        log.warn({ err: toError(error) }, 'A sandbox could not be swept');
      }
    }
  }

  async function suspendIdle(row: SandboxRow, now: Date): Promise<boolean> {
    const age = ageMs(row.lastUsedAt, now);
    const { warmMs, idleTimeoutMs } = times();
    if (row.holder === null) return age > warmMs && sandboxes.suspend(row.id);
    return age > idleTimeoutMs && sandboxes.suspend(row.id, { holder: row.holder });
  }

  async function sweepRunning(row: SandboxRow, now: Date, result: SweepResult): Promise<void> {
    const ref = provider.refSchema.safeParse(row.ref);
    if (!ref.success || !(await provider.alive(ref.data, AbortSignal.timeout(LIST_MS)))) {
      await sandboxes.discard(row);
      result.died++;
    } else if (isPooled(row)) {
      if (row.templateHash === image.hash) return;
      await sandboxes.discard(row);
      result.expired++;
    } else if (await suspendIdle(row, now)) result.suspended++;
  }

  /** A sandbox's row is written before it is made: one without a row that wants it belongs to nobody. */
  async function sweepOrphans(result: SweepResult, signal: AbortSignal): Promise<void> {
    const found = await provider.list(signal);
    const rows = await findAll({ id: { in: found.map(({ id }) => id) }, state: { in: ['creating', 'running'] } });
    const wanted = new Set(rows.map((row) => row.id));
    const orphans = found.filter(({ id }) => !wanted.has(id));
    await each(orphans, result, async ({ ref }) => {
      await provider.destroy(ref, signal);
      result.orphans++;
    });
  }

  return {
    /** One round. Failures with single sandboxes are logged and counted. */
    async sweep(): Promise<SweepResult> {
      const result: SweepResult = { orphans: 0, died: 0, suspended: 0, expired: 0, failed: 0 };
      await sweepOrphans(result, AbortSignal.timeout(LIST_MS));
      const now = await databaseNow();
      const expired = new Date(now.getTime() - times().retentionMs);
      const rows = await findAll({ provider: provider.name, state: { in: ['creating', 'running', 'suspended'] } });
      await each(rows, result, async (row) => {
        if (row.state === 'running') await sweepRunning(row, now, result);
        else if (row.state === 'creating' && ageMs(row.lastUsedAt, now) > CREATING_MS) {
          await sandboxes.recover(row);
          result.died++;
        } else if (row.state === 'suspended' && row.lastUsedAt < expired && !(await holdsOnlyDraft(row.id))) {
          await sandboxes.discard(row);
          result.expired++;
        }
      });
      await purgeGone(expired);
      return result;
    },
  };
}
