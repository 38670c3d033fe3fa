import { db, type Prisma } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { newId } from '#lib/ids.ts';
import { log } from '#lib/log.ts';

const BEAT_MS = 2_000;
/** Without a beat for this long a process counts as gone. */
export const GONE_MS = 10_000;

export type ProcessKind = 'web' | 'worker' | 'gateway';

/**
 * Writes down every two seconds that this process lives, with what it can say of its parts, for `/api/health`.
 * @returns the id of the process, and the way to stop
 */
export function startBeat(kind: ProcessKind, info: () => Prisma.InputJsonObject): { id: string; stop: () => Promise<void> } {
  const id = process.env.GLASSWORKS_PROCESS_ID ?? newId('prc');
  const beat = async () => {
    const now = await databaseNow();
    const row = { beatAt: now, info: info() };
    await db().processBeat.upsert({ where: { id }, create: { id, kind, ...row }, update: row });
  };
  const warn = (error: unknown) => log.warn({ err: error }, 'the beat could not be written; is the database up?');
  const timer = setInterval(() => beat().catch(warn), BEAT_MS);
  beat().catch(warn);
  return {
    id,
    async stop() {
      clearInterval(timer);
      await db().processBeat.deleteMany({ where: { id } });
    },
  };
}

/** The newest beat of each kind that still counts. */
export async function livingProcesses(): Promise<{ kind: string; beatAt: Date; info: Record<string, unknown> }[]> {
  const rows = await db().processBeat.findMany({
    where: { beatAt: { gt: new Date((await databaseNow()).getTime() - GONE_MS) } },
    orderBy: { beatAt: 'desc' },
  });
  return rows.map((row) => ({ kind: row.kind, beatAt: row.beatAt, info: (row.info ?? {}) as Record<string, unknown> }));
}

/** Removes rows of processes that died without a word. */
export async function forgetDeadProcesses(): Promise<void> {
  await db().processBeat.deleteMany({ where: { beatAt: { lt: new Date((await databaseNow()).getTime() - 60 * GONE_MS) } } });
}

/** Processes in whose place the supervisor has started this one: it saw them end. Elsewhere nobody knows: none. */
export const replacedProcesses = (): string[] => process.env.GLASSWORKS_REPLACES?.split(',').filter(Boolean) ?? [];
