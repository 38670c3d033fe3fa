import * as adminAudit from '../admin/audit/route.ts';
import * as adminAuditVerify from '../admin/audit/verify/route.ts';

export const AUDIT_ROUTES = {
  '/api/admin/audit/verify': adminAuditVerify,
  '/api/admin/audit': adminAudit,
};
