import type { AuditLine, AuditQuery } from '#lib/contracts/audit.ts';
import { AUDIT_ACTIONS, type AuditAction } from '#lib/contracts/audit-actions.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { AppError } from '#lib/errors.ts';
import { OTHER_LIST } from '#lib/http/paging.ts';

type Row = Prisma.AuditEntryGetPayload<object>;

/** Lines of the audit log, newest first. */
export async function listAudit(query: AuditQuery): Promise<{ items: AuditLine[]; nextCursor: string | null }> {
  const rows = await db().auditEntry.findMany({ where: matching(query), orderBy: { seq: 'desc' }, take: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { items: shown.map(toLine), nextCursor: rows.length > query.limit && last ? String(last.seq) : null };
}

function matching({ q, actor, action, subject, from, to, cursor }: AuditQuery): Prisma.AuditEntryWhereInput {
  return {
    ...(cursor ? { seq: { lt: readSeq(cursor) } } : {}),
    ...(actor ? { actorId: actor } : {}),
    ...(action ? { action } : {}),
    ...(subject ? { subjectId: subject } : {}),
    ...(from || to ? { at: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } } : {}),
    ...(q ? { OR: [{ actorName: containing(q) }, { subjectName: containing(q) }, { subjectId: q }] } : {}),
  };
}

function readSeq(cursor: string): bigint {
  if (!/^\d{1,18}$/.test(cursor)) throw new AppError('invalid_request', OTHER_LIST);
  return BigInt(cursor);
}

function toLine(row: Row): AuditLine {
  return {
    id: String(row.seq),
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    summary: AUDIT_ACTIONS[row.action as AuditAction] ?? row.action,
    subject: row.subjectKind === null ? null : { kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
    details: row.details as Record<string, unknown>,
    ip: row.ip,
    requestId: row.requestId,
  };
}
