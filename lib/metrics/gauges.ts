import { db } from '#lib/db/client.ts';
import { openStreams } from '#lib/http/sse.ts';
import { POOL_KEYS } from '#lib/sandbox/registry.ts';
import { SandboxState } from '#lib/sandbox/states.ts';
import type { Gauge } from './catalog.ts';

export interface Sample {
  readonly name: Gauge;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
/** Read when somebody scrapes. */
export type ReadGauges = () => Promise<Sample[]>;

const one = (name: Gauge, value: number, labels: Record<string, string> = {}): Sample => ({ name, labels, value });

/** What this web process has open. */
export const webGauges: ReadGauges = async () => [one('glassworks_event_streams', openStreams())];

/** What the database knows; told by workers only, so that it is not counted by every process. */
export const sharedGauges: ReadGauges = async () => [...(await buildGauges()), ...(await sandboxGauges())];

async function buildGauges(): Promise<Sample[]> {
  const [row] = await db().$queryRaw<{ waiting: bigint; running: bigint; oldest: number }[]>`
    SELECT count(*) FILTER (WHERE "status" = 'queued') AS "waiting",
           count(*) FILTER (WHERE "status" = 'running') AS "running",
           coalesce(extract(epoch FROM clock_timestamp() - min("createdAt") FILTER (WHERE "status" = 'queued')), 0)::float8 AS "oldest"
    FROM "Build" WHERE "status" IN ('queued', 'running')`;
  return [
    one('glassworks_builds_waiting', Number(row?.waiting ?? 0)),
    one('glassworks_builds_running', Number(row?.running ?? 0)),
    one('glassworks_oldest_waiting_seconds', Math.max(0, row?.oldest ?? 0)),
  ];
}

async function sandboxGauges(): Promise<Sample[]> {
  const states = SandboxState.options.filter((state) => state !== 'gone');
  const rows = await db().sandbox.groupBy({ by: ['state'], where: { state: { in: states } }, _count: { _all: true } });
  const pooled = await db().sandbox.count({ where: { state: 'running', holder: null, key: { startsWith: POOL_KEYS } } });
  // A state that nothing is in is there with a zero: a gap in a graph would say something else.
  const counts = states.map((state) => one('glassworks_sandboxes', rows.find((row) => row.state === state)?._count._all ?? 0, { state }));
  return [...counts, one('glassworks_warm_pool', pooled)];
}
