import { type AuditActor, audit } from '#lib/audit/audit.ts';
import type { SweepReport } from '#lib/contracts/live.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { ObjectStore } from '#lib/storage/contract.ts';
import { sweepBundles, sweepLeftovers } from './bundles.ts';
import { sweepEventLogs } from './event-logs.ts';
import { sweepSnapshots } from './snapshots.ts';
import type { Tally } from './tally.ts';
import { cutoffs } from './times.ts';

const EVERY_MS = 60 * 60_000;
const FIRST_MS = 2 * 60_000;
/** Everything is older than this. */
const FAR_AHEAD = new Date('9999-01-01T00:00:00Z');

/**
 * Deletes what was kept long enough by the settings in force, or says what that would be. Several may run at once.
 * What is deleted is written into the audit log.
 */
export async function sweep(actor: AuditActor, store: ObjectStore, { dryRun }: { readonly dryRun: boolean }): Promise<SweepReport> {
  const { snapshots, events, bundles } = await cutoffs();
  const tallies = {
    snapshots: await sweepSnapshots(store, snapshots, dryRun),
    eventLogs: await sweepEventLogs(events, dryRun),
    bundles: await sweepBundles(store, bundles, dryRun),
    leftovers: await sweepLeftovers(store, bundles, dryRun),
  };
  const all = Object.values(tallies);
  const failed = all.reduce((sum, tally) => sum + tally.failed, 0);
  const deleted = Object.fromEntries(Object.entries(tallies).map(([name, { count, bytes }]) => [name, { count, bytes }]));
  // The hourly sweep that found nothing is not worth a line.
  const worthALine = !dryRun && (actor !== 'system' || all.some(({ count }) => count > 0));
  if (worthALine) await audit(actor, { action: 'retention.swept', details: { ...deleted, failed } });
  const shown = ({ count, bytes, examples }: Tally) => ({ count, bytes, examples });
  return {
    dryRun,
    snapshots: shown(tallies.snapshots),
    eventLogs: shown(tallies.eventLogs),
    bundles: shown(tallies.bundles),
    leftovers: shown(tallies.leftovers),
    failed,
  };
}

/** Snapshots of every age but those with the only copy of a draft. */
export async function purgeSnapshots(actor: AuditActor, store: ObjectStore): Promise<{ count: number; bytes: number }> {
  const { count, bytes } = await sweepSnapshots(store, FAR_AHEAD, false);
  await audit(actor, { action: 'retention.swept', details: { snapshots: { count, bytes }, purge: true } });
  return { count, bytes };
}

/** Sweeps every hour; returns the way to stop, which waits for a sweep under way. */
export function startSweeping(store: ObjectStore): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const round = () => {
    running = running.then(async () => {
      try {
        const report = await sweep('system', store, { dryRun: false });
        log.info(report, 'swept by retention');
      } catch (error) {
        log.warn({ err: toError(error) }, 'the retention sweep failed; it is tried again in an hour');
      }
    });
  };
  const first = setTimeout(round, FIRST_MS);
  const timer = setInterval(round, EVERY_MS);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    return running;
  };
}
