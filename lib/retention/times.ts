import { databaseNow } from '#lib/db/now.ts';
import { env } from '#lib/env.ts';

const DAY_MS = 86_400_000;

/** What is older than these moments may go; null: kept for ever. */
export interface Cutoffs {
  readonly snapshots: Date;
  readonly events: Date | null;
  readonly bundles: Date | null;
}

/** By the settings in force and the database's clock. */
export async function cutoffs(): Promise<Cutoffs> {
  const now = (await databaseNow()).getTime();
  const { SANDBOX_SNAPSHOT_RETENTION_MS, GLASSWORKS_EVENT_RETENTION_DAYS, GLASSWORKS_BUNDLE_RETENTION_DAYS } = env();
  const before = (days: number) => (days === 0 ? null : new Date(now - days * DAY_MS));
  return {
    snapshots: new Date(now - SANDBOX_SNAPSHOT_RETENTION_MS),
    events: before(GLASSWORKS_EVENT_RETENTION_DAYS),
    bundles: before(GLASSWORKS_BUNDLE_RETENTION_DAYS),
  };
}
