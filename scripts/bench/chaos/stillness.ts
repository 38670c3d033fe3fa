import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Build, BuildEvents } from '../../../lib/contracts/build.ts';
import { connectTo } from '../../../tests/e2e/installation.ts';
import { processTree } from '../../../tests/e2e/processes.ts';
import type { Call } from './client.ts';

/** From here on it is looked more closely, this often. */
const LOOK_MS = 5_000;
/** Clock ticks (a hundredth of a second) within one look that are work, also for one process among forty on two cores. */
const WORK_TICKS = 20;

interface Watched {
  readonly call: Call;
  readonly dataDir: string;
  readonly appId: string;
  readonly buildId: string;
}

/**
 * Measures the longest time in which a build stood still: nothing about it changed, its log did not grow, and nothing
 * worked in its sandbox. A type check that a busy machine is slow with is not still; a build that nobody carries on is.
 */
export function watchStillness({ call, dataDir, appId, buildId }: Watched) {
  let movedAt = Date.now();
  let lookedAt = movedAt;
  let row = '';
  let log = -1;
  let ticks = 0;
  let longestMs = 0;
  const moved = () => {
    movedAt = Date.now();
  };
  const lookClosely = async () => {
    const { items } = await call(BuildEvents, 'GET', `/api/builds/${buildId}/events`);
    if (items.length !== log) moved();
    log = items.length;
    const worked = await sandboxTicks(dataDir, appId);
    if (worked - ticks > WORK_TICKS) moved();
    if (worked > 0) ticks = worked;
  };
  return {
    async saw(build: Build): Promise<void> {
      const now = JSON.stringify(build);
      if (now !== row) moved();
      row = now;
      if (Date.now() - Math.max(movedAt, lookedAt) > LOOK_MS) {
        lookedAt = Date.now();
        await lookClosely();
      }
      longestMs = Math.max(longestMs, Date.now() - movedAt);
    },
    longestMs: () => longestMs,
  };
}

/** Processor time that everything in the app's sandbox has used; 0 when there is none, or nobody can tell at the moment. */
async function sandboxTicks(dataDir: string, appId: string): Promise<number> {
  try {
    const client = await connectTo(dataDir);
    const { rows } = await client.query<{ id: string }>(`SELECT "id" FROM "Sandbox" WHERE "key" = $1`, [appId]).finally(() => client.end());
    const { pid } = JSON.parse(readFileSync(join(dataDir, 'run/sandboxes', rows[0]?.id ?? '', 'sandbox.json'), 'utf8')) as { pid: number };
    return processTree(pid).reduce((sum, one) => sum + ticksOf(one.pid), 0);
  } catch {
    return 0; // killed a moment ago, like the database perhaps: that is no work
  }
}

/** Its own time, and that of its children which have ended. */
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
}
