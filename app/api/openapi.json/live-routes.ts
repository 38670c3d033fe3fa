import * as adminQueue from '../admin/queue/route.ts';
import * as adminRetention from '../admin/retention/route.ts';
import * as adminRetentionSweep from '../admin/retention/sweep/route.ts';
import * as adminSandbox from '../admin/sandboxes/[sandboxId]/route.ts';
import * as adminSandboxSuspend from '../admin/sandboxes/[sandboxId]/suspend/route.ts';
import * as adminSandboxesPurge from '../admin/sandboxes/purge/route.ts';
import * as adminSandboxes from '../admin/sandboxes/route.ts';

export const LIVE_ROUTES = {
  '/api/admin/queue': adminQueue,
  '/api/admin/retention/sweep': adminRetentionSweep,
  '/api/admin/retention': adminRetention,
  '/api/admin/sandboxes/purge': adminSandboxesPurge,
  '/api/admin/sandboxes/{sandboxId}/suspend': adminSandboxSuspend,
  '/api/admin/sandboxes/{sandboxId}': adminSandbox,
  '/api/admin/sandboxes': adminSandboxes,
};
