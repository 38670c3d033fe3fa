import { z } from 'zod';
import { db, Prisma } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { decrypt, encrypt } from '#lib/secrets.ts';
import type { ProviderRef } from './contract.ts';
import { SANDBOX_MACHINE, type SandboxMove, SandboxState } from './states.ts';

const Row = z.object({
  id: z.string(),
  provider: z.string(),
  key: z.string(),
  state: SandboxState,
  ref: z.unknown(),
  templateHash: z.string(),
  snapshotKey: z.string().nullable(),
  holder: z.string().nullable(),
  lastUsedAt: z.date(),
});
export type SandboxRow = z.infer<typeof Row>;

/** What a move may change beside the state; `lastUsedAt` is set to now by every one. */
interface Change {
  readonly key?: string;
  readonly holder?: string | null;
  readonly ref?: ProviderRef | null;
  readonly token?: string | null;
  readonly templateHash?: string;
  readonly snapshot?: { readonly key: string; readonly bytes: number } | null;
}

/** How the keys of sandboxes begin that belong to nobody yet. */
export const POOL_KEYS = 'pool:';
const GONE = 'gone:';
export const poolKey = (id: string): string => `${POOL_KEYS}${id}`;
export const isPooled = (row: Pick<SandboxRow, 'key'>): boolean => row.key.startsWith(POOL_KEYS);

const isTaken = (error: unknown): boolean => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';

function dataOf(name: SandboxMove, change: Change, now: Date): Prisma.SandboxUpdateManyMutationInput {
  const { ref, token, snapshot, ...plain } = change;
  return {
    ...plain,
    state: SANDBOX_MACHINE.moves[name].to,
    lastUsedAt: now,
    ...(ref === undefined ? {} : { ref: ref ?? Prisma.DbNull }),
    ...(token === undefined ? {} : { token: token === null ? null : encrypt(token) }),
    ...(snapshot === undefined ? {} : { snapshotKey: snapshot?.key ?? null, snapshotBytes: snapshot?.bytes ?? null }),
  };
}

export async function findByKey(key: string): Promise<SandboxRow | null> {
  const row = await db().sandbox.findUnique({ where: { key } });
  return row && Row.parse(row);
}

export async function findById(id: string): Promise<SandboxRow | null> {
  const row = await db().sandbox.findUnique({ where: { id } });
  return row && Row.parse(row);
}

export async function findAll(where: Prisma.SandboxWhereInput): Promise<SandboxRow[]> {
  return z.array(Row).parse(await db().sandbox.findMany({ where, orderBy: { lastUsedAt: 'asc' } }));
}

/** The guest agent's token; null when the row has none any more. */
export async function tokenOf(id: string): Promise<string | null> {
  const row = await db().sandbox.findUnique({ where: { id }, omit: { token: false } });
  return row?.token ? decrypt(row.token) : null;
}

interface NewRow {
  readonly id: string;
  readonly provider: string;
  readonly key: string;
  readonly holder: string | null;
  readonly templateHash: string;
  readonly token: string;
}

/** Writes the row before the sandbox is made. False when the key has a row already. */
export async function insertCreating(row: NewRow): Promise<boolean> {
  try {
    const state = SANDBOX_MACHINE.moves.reserve.to;
    const data = { ...row, token: encrypt(row.token), purpose: 'data-app', state, lastUsedAt: await databaseNow() };
    await db().sandbox.create({ data });
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

/**
 * Makes a move of the machine if the row's state and holder are still as read. False when somebody else was quicker.
 * @throws Error when the table has no such move from the state that was read: a defect of the caller
 */
export async function move(row: Pick<SandboxRow, 'id' | 'state' | 'holder'>, name: SandboxMove, change: Change = {}): Promise<boolean> {
  const { id, state, holder } = row;
  const from: readonly SandboxState[] = SANDBOX_MACHINE.moves[name].from;
  if (!from.includes(state)) throw new Error(`a sandbox that is ${state} cannot ${name}`);
  const now = await databaseNow();
  const data = { ...dataOf(name, change, now), ...(name === 'discard' ? { goneAt: now } : {}) };
  const { count } = await db().sandbox.updateMany({ where: { id, state, holder }, data });
  return count === 1;
}

/** A row that holds nothing any more. It gives its key back. */
export const markGone = (row: Pick<SandboxRow, 'id' | 'state' | 'holder'>): Promise<boolean> =>
  move(row, 'discard', { key: `${GONE}${row.id}`, holder: null, ref: null, token: null, snapshot: null });

export async function touch(id: string): Promise<void> {
  await db().sandbox.updateMany({ where: { id }, data: { lastUsedAt: await databaseNow() } });
}

/** Gives a waiting sandbox of the pool to `key`. Null when none waits, or the key has got a row meanwhile. */
export async function claimWarm(wanted: {
  key: string;
  holder: string;
  provider: string;
  templateHash: string;
}): Promise<SandboxRow | null> {
  const { key, holder, provider, templateHash } = wanted;
  const now = await databaseNow();
  for (const row of await findAll({ state: 'running', holder: null, provider, templateHash, key: { startsWith: POOL_KEYS } })) {
    try {
      const { count } = await db().sandbox.updateMany({
        where: { id: row.id, state: 'running', holder: null, key: row.key },
        data: dataOf('give', { key, holder }, now),
      });
      if (count === 1) return { ...row, key, holder };
    } catch (error) {
      if (isTaken(error)) return null;
      throw error;
    }
  }
  return null;
}

/** A pool's sandbox that takes longer was left by a worker that died: it is not waited for. */
const FILLING_MS = 15_000;

/** How many sandboxes wait in the pool or are being made for it. */
export async function countPool(provider: string, templateHash: string): Promise<number> {
  const now = await databaseNow();
  return db().sandbox.count({
    where: {
      provider,
      templateHash,
      key: { startsWith: POOL_KEYS },
      OR: [
        { state: 'running', holder: null },
        { state: 'creating', lastUsedAt: { gt: new Date(now.getTime() - FILLING_MS) } },
      ],
    },
  });
}

/** Whether an app's draft is nowhere else: such a sandbox is kept whatever its age. */
export async function holdsOnlyDraft(id: string): Promise<boolean> {
  return (await db().app.count({ where: { draftSandbox: id, deletedAt: null } })) > 0;
}

/** Forgets rows that have been gone for long. */
export async function purgeGone(before: Date): Promise<number> {
  const { count } = await db().sandbox.deleteMany({ where: { state: 'gone', goneAt: { lt: before } } });
  return count;
}
