import { verifyAudit } from '#lib/audit/verify.ts';
import { AuditVerdict } from '#lib/contracts/audit.ts';
import { route } from '#lib/http/route.ts';

export const POST = route({ access: 'manage:Organization', summary: 'Recompute the chain of the audit log', response: AuditVerdict }, () =>
  verifyAudit(),
);
