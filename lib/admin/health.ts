import { livingProcesses } from '#lib/beat.ts';
import type { Health, HealthCheck } from '#lib/contracts/health.ts';
import { db } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { toError } from '#lib/errors.ts';
import { modelStatus } from '#lib/models/choose-model.ts';
import { store } from '#lib/storage/store.ts';
import { VERSION } from '#lib/version.ts';

const CHECK_TIMEOUT_MS = 3_000;
/** The store is really tried, so not at every call. */
const STORAGE_EVERY_MS = 30_000;

type Name = HealthCheck['name'];
type Verdict = Pick<HealthCheck, 'status' | 'message'>;

/** The truth about each part, each with its own deadline. Says nothing secret: anybody may read it. */
export async function readHealth(): Promise<Health> {
  const database = await check('database', async () => {
    await db().$queryRaw`SELECT 1`;
    return { status: 'ok' };
  });
  const rest = database.status === 'ok' ? await Promise.all([checkStorage(), checkQueue(), ...(await processChecks()), checkModel()]) : [];
  const checks = [database, ...rest];
  return { status: worst(checks), version: VERSION, checks };
}

/** Without a database nothing works; without any other part, something still does. */
function worst(checks: readonly HealthCheck[]): Health['status'] {
  if (checks.some((item) => item.name === 'database' && item.status === 'down')) return 'down';
  return checks.every((item) => item.status === 'ok') ? 'ok' : 'degraded';
}

async function check(name: Name, probe: () => Promise<Verdict>): Promise<HealthCheck> {
  const started = performance.now();
  const late = new Promise<Verdict>((resolve) => {
    setTimeout(() => resolve({ status: 'down', message: `No answer within ${CHECK_TIMEOUT_MS} ms.` }), CHECK_TIMEOUT_MS).unref();
  });
  const verdict = await Promise.race([probe(), late]).catch((error: unknown): Verdict => ({ status: 'down', message: plain(error) }));
  return { name, ...verdict, latencyMs: Math.round((performance.now() - started) * 10) / 10 };
}

/** One line without addresses or credentials. */
const plain = (error: unknown) =>
  toError(error)
    .message.split('\n')[0]
    ?.replace(/\/\/[^\s@/]*@/g, '//') ?? 'failed';

let lastTry: { at: number; verdict: Verdict } | null = null;
const checkStorage = () =>
  check('storage', async () => {
    if (lastTry && Date.now() - lastTry.at < STORAGE_EVERY_MS) return lastTry.verdict;
    const verdict: Verdict = await store()
      .test()
      .then(() => ({ status: 'ok' as const, message: storageKind() }))
      .catch((error: unknown) => ({ status: 'down' as const, message: plain(error) }));
    lastTry = { at: Date.now(), verdict };
    return verdict;
  });

/** Which kind it is, not where: anybody may read this. */
const storageKind = (): string => ((env().APPS_S3_BUCKET ?? env().S3_BUCKET) ? 'An S3 bucket.' : 'Files in the data folder.');

const checkQueue = () =>
  check('queue', async () => {
    const [row] = await db().$queryRaw<{ waiting: bigint }[]>`
      SELECT count(*) AS "waiting" FROM "Build" WHERE "status" = 'queued' AND "createdAt" < now() - interval '60 seconds'`;
    const waiting = Number(row?.waiting ?? 0);
    return waiting === 0 ? { status: 'ok' } : { status: 'degraded', message: `${waiting} builds have waited for more than a minute.` };
  });

async function processChecks(): Promise<Promise<HealthCheck>[]> {
  const alive = await livingProcesses();
  const of = (kind: string) => alive.find((item) => item.kind === kind);
  const running = (kind: 'worker' | 'gateway') =>
    check(kind, async () => (of(kind) ? { status: 'ok' } : { status: 'down', message: `No ${kind} has said anything for 10 seconds.` }));
  const sandbox = check('sandbox', async () => {
    const told = of('worker')?.info.sandbox as { ok?: boolean; message?: string } | undefined;
    if (!told) return { status: 'down', message: 'The worker has not tried its sandboxes yet.' };
    return { status: told.ok ? 'ok' : 'down', message: told.message };
  });
  return [running('worker'), running('gateway'), sandbox];
}

const checkModel = () => check('model', async () => modelStatus());
