import type { BuildEventBody } from '#lib/contracts/build-event.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { add, each, newTally, type Tally } from './tally.ts';

/** What nobody reads of an old build: each word as it came, each tool that was called. */
const CUT: readonly BuildEventBody['kind'][] = ['text', 'thinking', 'tool', 'file', 'usage', 'preview'];
const BATCH = 2_000;

interface Old {
  readonly id: string;
  readonly name: string;
  readonly bytes: bigint;
}

/** Logs of builds that ended before this moment are cut down to the conversation, the checks and the result, with a note. */
export async function sweepEventLogs(before: Date | null, dryRun: boolean): Promise<Tally> {
  const tally = newTally();
  if (before === null) return tally;
  for (let after = ''; ; ) {
    const old = await db().$queryRaw<Old[]>`
      SELECT old."id", app."name", coalesce(cut."bytes", 0) AS "bytes" FROM (
        SELECT "id", "appId" FROM "Build" WHERE "eventsCutAt" IS NULL AND "finishedAt" < ${before} AND "id" > ${after} ORDER BY "id" LIMIT ${BATCH}
      ) AS old
      JOIN "App" app ON app."id" = old."appId"
      LEFT JOIN LATERAL (
        SELECT sum(octet_length(event."body"::text)) AS "bytes" FROM "BuildEvent" event
        WHERE event."buildId" = old."id" AND event."body"->>'kind' = ANY(${CUT})
      ) AS cut ON true ORDER BY old."id"`;
    await each(old, tally, async ({ id, name, bytes }) => {
      const size = Number(bytes);
      if (!dryRun && !(await cutLog(id))) return;
      if (size > 0) add(tally, size, name);
    });
    const last = old.at(-1);
    if (last === undefined || old.length < BATCH) return tally;
    after = last.id;
  }
}

function cutLog(buildId: string): Promise<boolean> {
  return db().$transaction(
    async (tx) => {
      const { count } = await tx.build.updateMany({
        where: { id: buildId, eventsCutAt: null },
        data: { eventsCutAt: await databaseNow(tx) },
      });
      if (count === 1) await rewrite(tx, buildId);
      return count === 1;
    },
    { timeout: 60_000 },
  );
}

type Event = Prisma.BuildEventGetPayload<object>;

async function rewrite(tx: Tx, buildId: string): Promise<void> {
  const events = await tx.buildEvent.findMany({ where: { buildId }, orderBy: { seq: 'asc' } });
  const kept = keep(events);
  if (kept.length === events.length) return;
  await tx.buildEvent.deleteMany({ where: { buildId } });
  await tx.buildEvent.createMany({ data: kept.map(({ at, body }, seq) => ({ buildId, seq, at, body: body as Prisma.InputJsonValue })) });
}

const NOTE: BuildEventBody = {
  kind: 'notice',
  code: 'log_cut',
  message: 'This build is old: what the agent did step by step is no longer kept. What was said, checked and made is.',
};

/** The events that stay, in order. Words that were only streamed become one text. */
export function keep(events: readonly Pick<Event, 'at' | 'body'>[]): { at: Date; body: BuildEventBody }[] {
  const kept: { at: Date; body: BuildEventBody }[] = [];
  let streamed = '';
  let cut = false;
  const flush = (at: Date) => {
    if (streamed !== '') kept.push({ at, body: { kind: 'text.done', text: streamed } });
    streamed = '';
  };
  for (const { at, body: raw } of events) {
    const body = raw as BuildEventBody;
    if (CUT.includes(body.kind)) {
      if (body.kind === 'text') streamed += body.delta;
      cut = true;
      continue;
    }
    if (body.kind === 'text.done') streamed = '';
    else if (body.kind === 'done' || body.kind === 'error') flush(at);
    if (body.kind !== 'text.done' || body.text !== '') kept.push({ at, body });
  }
  const last = events.at(-1);
  if (last) flush(last.at);
  const first = kept[0];
  if (cut && first) kept.splice(1, 0, { at: first.at, body: NOTE });
  return kept;
}
