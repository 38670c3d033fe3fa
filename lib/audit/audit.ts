import type { AuditAction } from '#lib/contracts/audit-actions.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { logFields } from '#lib/log-context.ts';
import type { Actor } from '#lib/permissions/actor.ts';

interface AuditSubject {
  readonly kind:
    | 'user'
    | 'group'
    | 'role'
    | 'space'
    | 'app'
    | 'project'
    | 'budget'
    | 'setting'
    | 'sandbox'
    | 'build'
    | 'token'
    | 'session'
    | 'route';
  readonly id?: string;
  /** What people call it, as it is now: the subject may be gone when the log is read. */
  readonly name?: string;
}

interface AuditAct {
  readonly action: AuditAction;
  readonly subject?: AuditSubject;
  /** What changed, never a secret. */
  readonly details?: Prisma.InputJsonObject;
}

/** Who did it where there is no actor: the product itself, or somebody who is not signed in. */
export type AuditActor = Pick<Actor, 'kind' | 'userId' | 'email'> | 'system' | 'nobody';

/**
 * Writes one act down. Give the transaction of the act itself, as its last statement: then there is no act without its
 * line, and no line without its act. Lines are written one after the other, so a transaction that waits must not hold one.
 */
export async function audit(
  actor: AuditActor,
  { action, subject, details = {} }: AuditAct,
  tx: Pick<Tx, 'auditEntry'> = db(),
): Promise<void> {
  const who = typeof actor === 'string' ? { actorKind: actor } : { actorKind: actor.kind, actorId: actor.userId, actorName: actor.email };
  const { requestId = null, ip = null } = logFields();
  await tx.auditEntry.create({
    data: {
      ...who,
      action,
      subjectKind: subject?.kind ?? null,
      subjectId: subject?.id ?? null,
      subjectName: subject?.name ?? null,
      details,
      ip,
      requestId,
    },
  });
}
