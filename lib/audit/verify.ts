import { createHash } from 'node:crypto';
import type { AuditVerdict } from '#lib/contracts/audit.ts';
import { db } from '#lib/db/client.ts';

const STEP = 5_000;

interface Line {
  seq: bigint;
  previousHash: string;
  hash: string;
  written: string;
}

/** Recomputes the chain of the audit log from its first line: a line that was changed, put in or taken out breaks it. */
export async function verifyAudit(): Promise<AuditVerdict> {
  let last = { seq: 0n, hash: '' };
  for (;;) {
    const lines = await linesAfter(last.seq);
    for (const line of lines) {
      const why = fault(line, last);
      if (why) return { entries: Number(last.seq), head: last.hash, broken: { seq: String(line.seq), why } };
      last = line;
    }
    if (lines.length < STEP) return { entries: Number(last.seq), head: last.hash, broken: null };
  }
}

function fault(line: Line, last: { seq: bigint; hash: string }): string | null {
  if (line.seq !== last.seq + 1n) return `the line after ${last.seq} is missing`;
  if (line.previousHash !== last.hash) return 'it does not continue the line before it';
  if (createHash('sha256').update(line.written).digest('hex') !== line.hash) return 'it was changed after it was written';
  return null;
}

/** The text that the trigger hashed, composed anew from the stored columns; the order is the one of the migration. */
const linesAfter = (seq: bigint): Promise<Line[]> => db().$queryRaw<Line[]>`
  SELECT "seq", "previousHash", "hash", jsonb_build_array(
    "previousHash", "seq", (extract(epoch FROM "at") * 1000)::bigint, "actorKind", "actorId", "actorName",
    "action", "subjectKind", "subjectId", "subjectName", "details", "ip", "requestId")::text AS "written"
  FROM "AuditEntry" WHERE "seq" > ${seq} ORDER BY "seq" LIMIT ${STEP}`;
