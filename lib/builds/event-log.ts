import { BuildEvent, type BuildEventBody } from '#lib/contracts/build-event.ts';
import { db, type Tx } from '#lib/db/client.ts';

interface Row {
  seq: number;
  at: Date;
  body: unknown;
}

/** A build's events from `fromSeq` on, in order. */
export async function readEvents(buildId: string, fromSeq: number, limit = 10_000): Promise<BuildEvent[]> {
  const rows = await db().buildEvent.findMany({
    where: { buildId, seq: { gte: fromSeq } },
    orderBy: { seq: 'asc' },
    take: limit,
  });
  return rows.map(toEvent);
}

const toEvent = ({ seq, at, body }: Row): BuildEvent =>
  BuildEvent.parse({ seq, at: at.toISOString(), ...(body as Record<string, unknown>) });

/**
 * Appends events as the worker that has the build. A worker that lost it writes nothing.
 * @returns false when the build is not this worker's (any more)
 */
export async function appendAsWorker(buildId: string, workerId: string, bodies: readonly BuildEventBody[], tx?: Tx): Promise<boolean> {
  if (bodies.length === 0) return true;
  const written = await (tx ?? db()).$queryRaw<{ seq: number }[]>`
    WITH owner AS (
      SELECT "id" FROM "Build" WHERE "id" = ${buildId} AND "workerId" = ${workerId} AND "status" = 'running' FOR NO KEY UPDATE
    ), newest AS (
      SELECT coalesce(max("seq"), -1) AS "seq" FROM "BuildEvent" WHERE "buildId" = ${buildId}
    )
    INSERT INTO "BuildEvent" ("buildId", "seq", "body")
    SELECT owner."id", newest."seq" + item.place, item.body
    FROM owner, newest, jsonb_array_elements(${JSON.stringify(bodies)}::jsonb) WITH ORDINALITY AS item(body, place)
    RETURNING "seq"`;
  return written.length === bodies.length;
}

/** Appends events inside a transaction that holds the build's row already (its start, or its settlement). */
export async function appendInTx(tx: Tx, buildId: string, bodies: readonly BuildEventBody[]): Promise<void> {
  const newest = await tx.buildEvent.aggregate({ where: { buildId }, _max: { seq: true } });
  const first = (newest._max.seq ?? -1) + 1;
  await tx.buildEvent.createMany({ data: bodies.map((body, index) => ({ buildId, seq: first + index, body })) });
}
