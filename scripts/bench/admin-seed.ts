import { db } from '../../lib/db/client.ts';

const APPS = 10_000;
const USERS = 1_000;
const BUILDS = 20_000;
const EVENTS_A_BUILD = 50;
const LINES = 100_000;

/** A company's worth of rows: 10,000 apps, 1,000 people, 20,000 builds with 1,000,000 events, and what was spent and done. */
export async function seedCompany(): Promise<void> {
  const project = await db().project.findFirstOrThrow();
  const run = (sql: string, ...values: unknown[]) => db().$executeRawUnsafe(sql, ...values);
  await run(`INSERT INTO "User" ("id", "email", "name", "role", "createdAt") SELECT 'usr_b' || n, 'person' || n || '@example.com', 'Person ' || n, 'editor',
    now() - n * interval '1 hour' FROM generate_series(1, ${USERS}) n`);
  await run(`INSERT INTO "Group" ("id", "name") SELECT 'grp_b' || n, 'Group ' || n FROM generate_series(1, 100) n`);
  await run(
    `INSERT INTO "GroupMember" ("groupId", "userId") SELECT 'grp_b' || (n % 100 + 1), 'usr_b' || n FROM generate_series(1, ${USERS}) n`,
  );
  await run(`INSERT INTO "Space" ("id", "name") SELECT 'spc_b' || n, 'Space ' || n FROM generate_series(1, 200) n`);
  await run(
    `INSERT INTO "App" ("id", "projectId", "spaceId", "ownerId", "name", "named", "headVersion", "publishedVersion", "createdAt", "updatedAt")
     SELECT 'app_b' || n, $1, 'spc_b' || (n % 200 + 1), 'usr_b' || (n % ${USERS} + 1), 'Report ' || n, true, 2, 1, now() - n * interval '1 minute', now() - n * interval '1 minute'
     FROM generate_series(1, ${APPS}) n`,
    project.id,
  );
  await run(`INSERT INTO "Build" ("id", "appId", "requestedById", "clientKey", "prompt", "model", "status", "versionNumber", "modelUsd", "sandboxSeconds", "timings", "createdAt", "startedAt", "finishedAt")
    SELECT 'bld_b' || n, 'app_b' || (n % ${APPS} + 1), 'usr_b' || (n % ${USERS} + 1), 'k' || n, 'Show report ' || n, 'claude-sonnet-4-5', CASE WHEN n % 11 = 0 THEN 'failed' ELSE 'succeeded' END,
      n / ${APPS} + 1, 0.12, 90, '{"generate": 60000, "verify": 3000}', now() - n * interval '5 minutes', now() - n * interval '5 minutes', now() - n * interval '5 minutes' + interval '90 seconds'
    FROM generate_series(0, ${BUILDS - 1}) n`);
  await run(`INSERT INTO "Version" ("appId", "number", "buildId", "prompt", "createdById", "files", "sourceKey", "bundlePrefix", "evidence", "queries", "createdAt")
    SELECT "appId", "versionNumber", "id", "prompt", "requestedById", '[]', 'apps/' || "appId" || '/builds/' || "id" || '/source.tar.gz', 'apps/' || "appId" || '/builds/' || "id" || '/bundle/', '{"checks":[]}', '[]', "finishedAt"
    FROM "Build" WHERE "id" LIKE 'bld_b%' AND "status" = 'succeeded'`);
  await run(`INSERT INTO "BuildEvent" ("buildId", "seq", "at", "body")
    SELECT 'bld_b' || (n / ${EVENTS_A_BUILD}), n % ${EVENTS_A_BUILD}, now() - (n / ${EVENTS_A_BUILD}) * interval '5 minutes',
      jsonb_build_object('kind', 'text', 'delta', 'some words of the agent, number ' || n) FROM generate_series(0, ${BUILDS * EVENTS_A_BUILD - 1}) n`);
  await run(`INSERT INTO "Sandbox" ("id", "provider", "purpose", "key", "state", "templateHash", "snapshotBytes", "createdAt", "lastUsedAt")
    SELECT 'sbx_b' || n, 'bench', 'data-app', 'app_b' || n, 'suspended', 'x', n * 1000, now() - n * interval '2 minutes', now() - n * interval '1 minute'
    FROM generate_series(1, 2000) n`);
  await run(`INSERT INTO "LedgerEntry" ("id", "at", "day", "resource", "state", "buildId", "appId", "userId", "provider", "model", "inputTokens", "outputTokens", "usd", "status", "settledAt")
    SELECT 'led_b' || n, now() - n * interval '1 minute', (now() - n * interval '1 minute')::date, 'model', 'settled', 'bld_b' || (n % ${BUILDS}), 'app_b' || (n % ${APPS} + 1), 'usr_b' || (n % ${USERS} + 1), 'anthropic', 'claude-sonnet-4-5',
      20000, 900, 0.03, 200, now() - n * interval '1 minute' FROM generate_series(1, ${LINES}) n`);
  // Each line of the audit log waits for the one before it: what is asked of it does not depend on how many there are.
  await run(`INSERT INTO "AuditEntry" ("actorKind", "actorId", "actorName", "action", "subjectKind", "subjectId", "subjectName")
    SELECT 'user', 'usr_b' || (n % ${USERS} + 1), 'person' || (n % ${USERS} + 1) || '@example.com', 'app.published', 'app', 'app_b' || n, 'Report ' || n FROM generate_series(1, 5000) n`);
  await run('ANALYZE');
}
