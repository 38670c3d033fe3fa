import type { Health, HealthCheck } from '#lib/contracts/health.ts';
import { VERSION } from '#lib/version.ts';
import { DISK_FULL, probeDatabase, probeDatabaseDisk, probeModel, probeProcesses, probeQueue, probeStorage } from './probes.ts';
import { type Probe, throttled, type Verdict, within } from './verdict.ts';

/** Each part has this long, all at the same time: the whole answer takes no longer than three seconds. */
export const CHECK_MS = 2_500;
/** The disk and the store are really written to, the model's provider really asked: not at every call. */
const STORAGE = { goodMs: 15_000, badMs: 3_000, giveUpMs: 20_000 };
const DISK = { goodMs: 10_000, badMs: 2_000, giveUpMs: 20_000 };
const MODEL = { goodMs: 60_000, badMs: 5_000, giveUpMs: 20_000 };

type Name = HealthCheck['name'];

/** A way to read the health, with a memory of its own for what is not asked every time. */
export function createHealth(): () => Promise<Health> {
  const storage = throttled(probeStorage, STORAGE);
  const disk = throttled(probeDatabaseDisk, DISK);
  const model = throttled(probeModel, MODEL);
  return async () => {
    const processes = probeProcesses();
    processes.catch(() => undefined); // heard by the three checks below
    const part = (name: 'worker' | 'gateway' | 'sandbox') => check(name, async () => (await processes)[name]);
    const checks = await Promise.all([
      check('database', () => firstNotOk(probeDatabase, disk)),
      check('storage', storage),
      check('queue', probeQueue),
      part('worker'),
      part('gateway'),
      part('sandbox'),
      check('model', model),
    ]);
    const told = withoutDatabase(checks);
    return { status: worst(told), version: VERSION, checks: told };
  };
}

const holder = globalThis as typeof globalThis & { glassworksHealth?: () => Promise<Health> };

/** The truth about each part. Says nothing secret: anybody may read it. */
export function readHealth(): Promise<Health> {
  holder.glassworksHealth ??= createHealth();
  return holder.glassworksHealth();
}

async function check(name: Name, probe: Probe): Promise<HealthCheck> {
  const started = performance.now();
  const verdict = await within(CHECK_MS, probe);
  return { name, ...verdict, latencyMs: Math.round((performance.now() - started) * 10) / 10 };
}

const unknownWhile = (what: string): Verdict => ({ status: 'degraded', message: `Not known while the database ${what}.` });
const TOLD_BY_DATABASE: readonly Name[] = ['queue', 'worker', 'gateway', 'sandbox'];

/** Later ones are asked only when all is well so far. */
async function firstNotOk(...probes: readonly Probe[]): Promise<Verdict> {
  for (const probe of probes) {
    const verdict = await probe();
    if (verdict.status !== 'ok') return verdict;
  }
  return { status: 'ok' };
}

/** What is only known through the database is unknown without it, which is not the same as broken. */
function withoutDatabase(checks: readonly HealthCheck[]): HealthCheck[] {
  const database = checks.find((item) => item.name === 'database');
  const why = database?.status === 'down' ? 'does not answer' : database?.message === DISK_FULL ? 'has no room' : null;
  if (why === null) return [...checks];
  return checks.map((item) => (TOLD_BY_DATABASE.includes(item.name) && item.status === 'down' ? { ...item, ...unknownWhile(why) } : item));
}

/** Without a database nothing works; without any other part, something still does. */
function worst(checks: readonly HealthCheck[]): Health['status'] {
  if (checks.some((item) => item.name === 'database' && item.status === 'down')) return 'down';
  return checks.every((item) => item.status === 'ok') ? 'ok' : 'degraded';
}
