import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { env } from '../../lib/env.ts';
import { seedCompany } from './admin-seed.ts';
import type { Api } from './api.ts';
import { progress } from './bench-instance.ts';
import { type Measured, quantile } from './figures.ts';

const ROUNDS = 40;
const WARM_UP = 5;
const REPORT = resolve('test-results/bench/admin-pages.md');

/** What each page of the administration asks for. A list that this version does not have yet is passed over, and said. */
const LISTS = [
  '/api/admin/users?limit=50',
  '/api/admin/users?limit=50&q=person%209',
  '/api/admin/groups?limit=50',
  '/api/admin/roles?limit=50',
  '/api/admin/spaces?limit=50',
  '/api/admin/service-accounts?limit=50',
  '/api/admin/audit?limit=50',
  '/api/admin/audit?limit=50&q=report%204',
  '/api/admin/audit?limit=50&action=app.published',
  '/api/admin/sandboxes?limit=50',
  '/api/admin/sandboxes?limit=50&sort=-size&q=report',
  '/api/admin/queue',
  '/api/admin/builds?limit=50',
  '/api/admin/builds?limit=50&status=failed',
  '/api/admin/budgets?limit=50',
  '/api/admin/usage?groupBy=day',
  '/api/admin/usage?groupBy=app',
  '/api/admin/usage?groupBy=user',
  '/api/admin/providers/model',
  '/api/admin/providers/sandbox',
  '/api/admin/providers/storage',
  '/api/admin/retention',
  '/api/admin/theme',
  '/api/projects',
] as const;

interface Timed {
  readonly path: string;
  readonly p50: number;
  readonly p95: number;
}

/** Every list of the administration over a company's worth of rows; the slowest one's p95 is the figure. */
export async function measureAdminPages(api: Api, url: string): Promise<Measured> {
  progress('pages of the administration (seeding)');
  await seedCompany();
  progress('pages of the administration');
  const timed: Timed[] = [];
  const missing: string[] = [];
  for (const path of LISTS) {
    const found = await timeOne(url + path, api.token);
    if (found === null) missing.push(path);
    else timed.push({ path, ...found });
  }
  const slowest = Math.max(...timed.map(({ p95 }) => p95));
  mkdirSync(resolve(REPORT, '..'), { recursive: true });
  writeFileSync(REPORT, report(timed, missing, await plans()));
  return { admin_pages_p95_ms: slowest };
}

async function timeOne(address: string, token: string): Promise<Omit<Timed, 'path'> | null> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const started = performance.now();
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    const text = await response.text();
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`${address}: ${response.status} ${text}`);
    if (round >= 0) times.push(performance.now() - started);
  }
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

/** The heaviest questions behind those lists, as the database answers them. */
const QUESTIONS = {
  'audit log, newest first': `SELECT * FROM "AuditEntry" ORDER BY "seq" DESC LIMIT 51`,
  'audit log, by words': `SELECT * FROM "AuditEntry" WHERE "actorName" ILIKE '%report 4%' OR "subjectName" ILIKE '%report 4%' ORDER BY "seq" DESC LIMIT 51`,
  'sandboxes by idle time': `SELECT * FROM "Sandbox" WHERE "state" <> 'gone' ORDER BY "lastUsedAt" DESC, "id" LIMIT 51`,
  'builds under way': `SELECT * FROM "Build" WHERE "status" IN ('queued', 'running') ORDER BY "createdAt" LIMIT 100`,
  'people by words': `SELECT * FROM "User" WHERE "name" ILIKE '%person 9%' OR "email" ILIKE '%person 9%' ORDER BY "createdAt" DESC LIMIT 51`,
  'old logs that a sweep cuts': `SELECT "id", "appId" FROM "Build" WHERE "eventsCutAt" IS NULL AND "finishedAt" < now() - interval '30 days' ORDER BY "id" LIMIT 2000`,
  'usage by app': `SELECT "appId", sum("usd") FROM "LedgerEntry" WHERE "at" > now() - interval '30 days' GROUP BY "appId" ORDER BY 2 DESC LIMIT 50`,
} as const;

async function plans(): Promise<string> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    const parts: string[] = [];
    for (const [name, sql] of Object.entries(QUESTIONS)) {
      const { rows } = await client.query<Record<'QUERY PLAN', string>>(`EXPLAIN (ANALYZE, BUFFERS) ${sql}`);
      parts.push(`### ${name}\n\n\`\`\`\n${sql}\n\n${rows.map((row) => row['QUERY PLAN']).join('\n')}\n\`\`\`\n`);
    }
    return parts.join('\n');
  } finally {
    await client.end();
  }
}

function report(timed: readonly Timed[], missing: readonly string[], sql: string): string {
  const line = ({ path, p50, p95 }: Timed) => `| ${path} | ${p50.toFixed(1)} | ${p95.toFixed(1)} |`;
  return [
    '# Pages of the administration',
    '',
    '10,000 apps, 1,000 people, 20,000 builds, 1,000,000 events. Milliseconds of one request after the other.',
    '',
    ...['| list | p50 | p95 |', '|---|---|---|', ...[...timed].sort((a, b) => b.p95 - a.p95).map(line)],
    '',
    ...(missing.length > 0 ? [`Not in this version: ${missing.join(', ')}`, ''] : []),
    '## Plans',
    '',
    sql,
  ].join('\n');
}
