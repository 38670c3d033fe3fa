import { listAudit } from '#lib/audit/read.ts';
import { AuditLine, AuditQuery } from '#lib/contracts/audit.ts';
import { page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'What was done, newest first', query: AuditQuery, response: page(AuditLine) },
  ({ query }) => listAudit(query),
);
