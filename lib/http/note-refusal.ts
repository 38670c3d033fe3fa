import { audit } from '#lib/audit/audit.ts';
import type { Actor } from '#lib/permissions/actor.ts';

/** The same person at the same address is written down once in this time: trying on must not fill the log. */
const QUIET_MS = 60_000;
const REMEMBERED = 1_000;

const last = new Map<string, number>();

/** Writes down that somebody was refused what only administrators may do. */
export async function noteRefusal(actor: Actor, request: Request): Promise<void> {
  const what = `${request.method} ${new URL(request.url).pathname.slice(0, 200)}`;
  const key = `${actor.userId} ${what}`;
  const now = performance.now();
  if (now - (last.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
  if (last.size >= REMEMBERED) last.clear();
  last.set(key, now);
  await audit(actor, { action: 'access.denied', subject: { kind: 'route', name: what } });
}
