import { db, Prisma } from '#lib/db/client.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';

/** How long a reservation holds after the last word of its owner, in seconds; with the sweep it is given back within a minute. */
export const RESERVATION_TTL_S = 40;
const BEAT_MS = 10_000;

/** What this process has set aside and not settled, with what is known to be spent of it. */
const open = new Map<string, number>();
let timer: NodeJS.Timeout | undefined;

/** From now on this process says that the reservation's owner lives. */
export function keepAlive(id: string): void {
  open.set(id, 0);
  timer ??= setInterval(() => void beat(), BEAT_MS).unref();
}

/** That this much of it is spent for certain, whatever comes: it is not given back when this process dies. */
export function noteSpent(id: string, usd: number): void {
  if (open.has(id)) open.set(id, usd);
}

/** The same, written down at once. */
export async function writeSpent(id: string, usd: number): Promise<void> {
  noteSpent(id, usd);
  await renew([[id, usd]]);
}

export function noLongerOpen(id: string): void {
  open.delete(id);
  if (open.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}

async function beat(): Promise<void> {
  try {
    await renew([...open]);
  } catch (error) {
    log.warn({ err: toError(error), open: open.size }, 'reservations could not be kept; they are given back soon');
  }
}

async function renew(entries: readonly (readonly [string, number])[]): Promise<void> {
  if (entries.length === 0) return;
  const ids = entries.map(([id]) => id);
  const floors = entries.map(([, usd]) => new Prisma.Decimal(usd).toDecimalPlaces(6, Prisma.Decimal.ROUND_UP).toFixed());
  await db().$executeRaw`
    UPDATE "LedgerEntry" l SET "expiresAt" = clock_timestamp() + ${RESERVATION_TTL_S}::int * interval '1 second',
      "floorUsd" = least(l."reservedUsd", greatest(l."floorUsd", beat.usd))
    FROM unnest(${ids}::text[], ${floors}::numeric[]) AS beat(id, usd) WHERE l."id" = beat.id AND l."state" = 'reserved'`;
}
