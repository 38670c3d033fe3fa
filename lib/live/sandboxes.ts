import { basename } from 'node:path';
import { audit } from '#lib/audit/audit.ts';
import type { SandboxesQuery, SandboxLine } from '#lib/contracts/live.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { ageMs, databaseNow } from '#lib/db/now.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { cutOffsetPage, offsetOf, orderOf } from '#lib/http/offset-paging.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { sandboxProvider } from '#lib/sandbox/providers/provider.ts';
import { holdsOnlyDraft, POOL_KEYS } from '#lib/sandbox/registry.ts';
import { createSandboxes, type Sandboxes } from '#lib/sandbox/session.ts';
import { store } from '#lib/storage/store.ts';

const COLUMNS = { age: 'createdAt', idle: 'lastUsedAt', state: 'state', size: 'snapshotBytes' } as const;
/** The older, the longer ago: times are sorted the other way round. */
const TURNED: readonly string[] = ['age', 'idle'];

/** The registry of sandboxes, without those that are gone. */
export async function listSandboxes(query: SandboxesQuery): Promise<{ items: SandboxLine[]; nextCursor: string | null }> {
  const { limit, cursor, q, state } = query;
  const offset = offsetOf(cursor);
  const { column, direction } = orderOf(query.sort);
  const turned = TURNED.includes(column) ? (direction === 'asc' ? 'desc' : 'asc') : direction;
  const order = column === 'size' ? { snapshotBytes: { sort: turned, nulls: 'last' as const } } : { [COLUMNS[column]]: turned };
  const named = q
    ? (await db().app.findMany({ where: { name: containing(q) }, select: { id: true }, take: 500 })).map(({ id }) => id)
    : null;
  const where: Prisma.SandboxWhereInput = {
    state: state ?? { not: 'gone' },
    ...(named ? { OR: [{ key: { in: named } }, { id: q ?? '' }] } : {}),
  };
  const rows = await db().sandbox.findMany({ where, orderBy: [order, { id: 'asc' }], skip: offset, take: limit + 1 });
  const { shown, nextCursor } = cutOffsetPage(rows, limit, offset);
  const [apps, costs, now] = await Promise.all([
    db().app.findMany({ where: { id: { in: shown.map(({ key }) => key) } }, select: { id: true, name: true } }),
    costsOf(shown),
    databaseNow(),
  ]);
  const items = shown.map(
    (row): SandboxLine => ({
      id: row.id,
      provider: row.provider,
      state: row.state as SandboxLine['state'],
      app: apps.find(({ id }) => id === row.key) ?? null,
      buildId: row.holder,
      ageMs: ageMs(row.createdAt, now),
      idleMs: ageMs(row.lastUsedAt, now),
      snapshotBytes: row.snapshotBytes === null ? null : Number(row.snapshotBytes),
      costUsd: costs.get(row.id) ?? null,
    }),
  );
  return { items, nextCursor };
}

/** What the ledger says of each since it was made; nothing for those without a line. */
async function costsOf(rows: readonly { readonly id: string }[]): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map();
  const found = await db().$queryRaw<{ id: string; usd: number }[]>`
    SELECT sandbox."id", sum(entry."usd")::float AS "usd" FROM "Sandbox" sandbox
    JOIN "LedgerEntry" entry ON entry."appId" = sandbox."key" AND entry."resource" = 'sandbox' AND entry."at" >= sandbox."createdAt"
    WHERE sandbox."id" = ANY(${rows.map(({ id }) => id)}) GROUP BY sandbox."id"`;
  return new Map(found.map(({ id, usd }) => [id, usd]));
}

/** @throws AppError `conflict` while a build works in it or it is not running */
export async function suspendSandbox(actor: Actor, id: string): Promise<void> {
  const row = await find(id);
  if (row.holder !== null) throw new AppError('conflict', 'A build works in this sandbox. Cancel the build, or wait until it ends.');
  if (row.key.startsWith(POOL_KEYS))
    throw new AppError('conflict', 'This sandbox waits for the next build and holds nothing: destroy it instead.');
  if (row.state !== 'running') throw new AppError('conflict', `This sandbox is ${row.state}: only a running one can be suspended.`);
  const done = await sandboxes().suspend(id);
  if (!done) throw new AppError('conflict', 'A build took this sandbox up at this moment. Look again.');
  await audit(actor, { action: 'sandbox.suspended', subject: { kind: 'sandbox', id } });
}

/**
 * Ends a sandbox for good, with its snapshot. A build that works in it goes on in another one.
 * @throws AppError `conflict` when it holds the only copy of a draft, unless that is meant
 */
export async function destroySandbox(actor: Actor, id: string, { withDraft }: { readonly withDraft: boolean }): Promise<void> {
  await find(id);
  if (!withDraft && (await holdsOnlyDraft(id))) {
    throw new AppError(
      'conflict',
      'This sandbox holds the only copy of a draft. Build the app once more to keep it, or say that the draft may go.',
    );
  }
  await sandboxes().destroy(id);
  await audit(actor, { action: 'sandbox.destroyed', subject: { kind: 'sandbox', id } });
}

async function find(id: string) {
  const row = await db().sandbox.findUnique({ where: { id } });
  if (!row || row.state === 'gone') throw new AppError('not_found', 'There is no such sandbox any more.');
  return row;
}

/** To end sandboxes from here; they are made by workers. */
function sandboxes(): Sandboxes {
  const settings = env();
  const dir = settings.GLASSWORKS_IMAGE_DIR ?? settings.GLASSWORKS_DATA_DIR;
  return createSandboxes({ provider: sandboxProvider(settings, { dir }), store: store(), image: { hash: basename(dir) } });
}
