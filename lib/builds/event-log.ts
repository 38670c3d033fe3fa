import { BuildEvent, type BuildEventBody } from '#lib/contracts/build-event.ts';
import { db, type Tx } from '#lib/db/client.ts';
import { storableText } from '#lib/storable.ts';
import type { BuildState } from './build-state.ts';

interface Row {
  seq: number;
  at: Date;
  body: unknown;
}

/** Rows of one query: an agent that talks for half an hour leaves more. */
const PAGE = 10_000;

/** All of a build's events from `fromSeq` on, in order. */
export async function readEvents(buildId: string, fromSeq: number): Promise<BuildEvent[]> {
  const events: BuildEvent[] = [];
  for (let from = fromSeq; ; ) {
    const rows = await db().buildEvent.findMany({ where: { buildId, seq: { gte: from } }, orderBy: { seq: 'asc' }, take: PAGE });
    for (const row of rows) events.push(toEvent(row));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return events;
    from = last.seq + 1;
  }
}

const toEvent = ({ seq, at, body }: Row): BuildEvent =>
  BuildEvent.parse({ seq, at: at.toISOString(), ...(body as Record<string, unknown>) });

/** The number of a build's last event; -1 for none. */
export async function lastSeq(buildId: string): Promise<number> {
  const newest = await db().buildEvent.aggregate({ where: { buildId }, _max: { seq: true } });
  return newest._max.seq ?? -1;
}

interface AppendOptions {
  /** What a next worker needs, as it is after these events: both are written in one statement. */
  readonly state?: BuildState | undefined;
  /** The number of the event that they follow. With it they are written once, however often they are appended. */
  readonly after?: number;
}

/**
 * Appends events as the worker that has the build. A worker that lost it writes nothing.
 * @returns false when the build is not this worker's (any more)
 */
export async function appendAsWorker(
  buildId: string,
  workerId: string,
  bodies: readonly BuildEventBody[],
  { state, after }: AppendOptions = {},
): Promise<boolean> {
  if (bodies.length === 0 && state === undefined) return true;
  const [result] = await db().$queryRaw<{ written: bigint; owned: bigint; newest: number }[]>`
    WITH owner AS (
      UPDATE "Build" SET "state" = coalesce(${state === undefined ? null : JSON.stringify(state)}::jsonb, "state")
      WHERE "id" = ${buildId} AND "workerId" = ${workerId} AND "status" = 'running' RETURNING "id"
    ), newest AS (
      SELECT coalesce(max("seq"), -1) AS "seq" FROM "BuildEvent" WHERE "buildId" = ${buildId}
    ), appended AS (
      INSERT INTO "BuildEvent" ("buildId", "seq", "body")
      SELECT owner."id", newest."seq" + item.place, item.body
      FROM owner, newest, jsonb_array_elements(${asJson(bodies)}::jsonb) WITH ORDINALITY AS item(body, place)
      WHERE newest."seq" = coalesce(${after ?? null}::int, newest."seq")
      RETURNING "seq"
    )
    SELECT (SELECT count(*) FROM appended) AS "written", (SELECT count(*) FROM owner) AS "owned", (SELECT "seq" FROM newest) AS "newest"`;
  if (result?.owned !== 1n) return false;
  const wasWrittenBefore = after !== undefined && result.newest === after + bodies.length;
  return wasWrittenBefore || result.written === BigInt(bodies.length);
}

/** Appends events inside a transaction that holds the build's row already (its start, or its settlement). */
export async function appendInTx(tx: Tx, buildId: string, bodies: readonly BuildEventBody[]): Promise<void> {
  const newest = await tx.buildEvent.aggregate({ where: { buildId }, _max: { seq: true } });
  const first = (newest._max.seq ?? -1) + 1;
  await tx.buildEvent.createMany({ data: bodies.map((body, index) => ({ buildId, seq: first + index, body: JSON.parse(asJson(body)) })) });
}

/** What agents and tools print may hold characters that no column takes. */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? storableText(item) : item));
