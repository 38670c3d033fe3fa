import { livingProcesses } from '#lib/beat.ts';
import { isDatabaseFull } from '#lib/db/away.ts';
import { db } from '#lib/db/client.ts';
import { roomOnDatabaseDisk, writeToDatabaseDisk } from '#lib/db/room.ts';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { modelStatus } from '#lib/models/choose-model.ts';
import { currentProvider } from '#lib/models/choose-provider.ts';
import { store } from '#lib/storage/store.ts';
import { reasonOf, type Verdict, within } from './verdict.ts';

const WAITED_TOO_LONG_S = 60;

/** What a full disk means for everything else. */
export const DISK_FULL = 'The disk under the database is full: nothing can be saved. Free some space on it; everything goes on by itself.';
/** Postgres writes its log ahead in files of 16 MB: with less than a few of them it may stop at any moment. */
const LITTLE_ROOM_MB = 64;
/** For an answer on a full disk, on which the server itself may have ended. */
const FULL_ANSWER_MS = 1_000;

const ask = async (): Promise<Verdict> => {
  await db().$queryRaw`SELECT 1`;
  return { status: 'ok' };
};

/** Whether it answers, and whether it may have ended for want of room: then it begins again by itself. */
export async function probeDatabase(): Promise<Verdict> {
  const room = await roomOnDatabaseDisk();
  if (room === null || room >= 1) return ask();
  const { status } = await within(FULL_ANSWER_MS, ask);
  return { status: status === 'ok' ? 'degraded' : 'down', message: DISK_FULL };
}

/** Whether it can write: really writes, and looks how much room there is where that can be seen. */
export async function probeDatabaseDisk(): Promise<Verdict> {
  const room = await roomOnDatabaseDisk();
  try {
    await writeToDatabaseDisk();
  } catch (error) {
    return { status: 'degraded', message: isDatabaseFull(error) ? DISK_FULL : reasonOf(error) };
  }
  if (room === null || room > LITTLE_ROOM_MB) return { status: 'ok' };
  return {
    status: 'degraded',
    message: `The disk under the database is nearly full: ${Math.floor(room)} MB are left. Free some space on it.`,
  };
}

/** Really writes, reads and deletes an object. */
export async function probeStorage(): Promise<Verdict> {
  await store().test();
  // Which kind it is, not where: anybody may read this.
  return { status: 'ok', message: (env().APPS_S3_BUCKET ?? env().S3_BUCKET) ? 'An S3 bucket.' : 'Files in the data folder.' };
}

/** Whether jobs can be read, and whether builds wait although somebody should have taken them. */
export async function probeQueue(): Promise<Verdict> {
  await db().$queryRaw`SELECT 1 FROM pgboss.job LIMIT 1`;
  const [row] = await db().$queryRaw<{ waiting: bigint }[]>`
    SELECT count(*) AS "waiting" FROM "Build"
    WHERE "status" = 'queued' AND "createdAt" < now() - make_interval(secs => ${WAITED_TOO_LONG_S})`;
  const waiting = Number(row?.waiting ?? 0);
  if (waiting === 0) return { status: 'ok' };
  const what = waiting === 1 ? '1 build has' : `${waiting} builds have`;
  return { status: 'degraded', message: `${what} waited for more than a minute.` };
}

interface Told {
  readonly ok?: boolean;
  readonly message?: string;
}

/** What the processes that live say of themselves. */
export async function probeProcesses(): Promise<{ worker: Verdict; gateway: Verdict; sandbox: Verdict }> {
  const alive = await livingProcesses();
  const of = (kind: string) => alive.find((item) => item.kind === kind);
  const gone = (kind: string): Verdict => ({ status: 'down', message: `No ${kind} has said anything for 10 seconds.` });
  const doors = of('gateway')?.info.doors as Told | undefined;
  const sandbox = of('worker')?.info.sandbox as Told | undefined;
  return {
    worker: of('worker') ? { status: 'ok' } : gone('worker'),
    gateway: of('gateway') ? verdictOf(doors ?? { ok: true }) : gone('gateway'),
    sandbox: of('worker')
      ? verdictOf(sandbox ?? { ok: false, message: 'The worker has not tried its sandboxes yet.' })
      : { status: 'down', message: 'There is no worker to make one.' },
  };
}

const verdictOf = ({ ok, message }: Told): Verdict => ({ status: ok ? 'ok' : 'down', ...(message ? { message } : {}) });

const MODEL_MS = 10_000;

/** Settings, reachability and credentials of the model provider; spends nothing. */
export async function probeModel(): Promise<Verdict> {
  const settings = modelStatus();
  if (settings.status !== 'ok') return settings;
  const { status, message } = await currentProvider().probe(AbortSignal.timeout(MODEL_MS));
  if (status !== 'ok') log.warn({ reason: message }, 'the model provider does not work');
  return status === 'ok' ? settings : { status, message };
}
