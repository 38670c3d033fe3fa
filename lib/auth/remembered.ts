import type { Actor } from '#lib/permissions/actor.ts';

/** A page asks several things at once: within this time the same credential is not looked up again. */
const REMEMBER_MS = 1_000;
const REMEMBERED = 2_000;

// On the global object: the web process may hold this module more than once.
const holder = globalThis as typeof globalThis & { glassworksActors?: Map<string, { actor: Promise<Actor | null>; until: number }> };
holder.glassworksActors ??= new Map();
const remembered = holder.glassworksActors;

/** The actor behind a credential, looked up at most once a second. */
export function rememberActor(key: string, look: () => Promise<Actor | null>): Promise<Actor | null> {
  const known = remembered.get(key);
  if (known && known.until > performance.now()) return known.actor;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const actor = look();
  remembered.set(key, { actor, until: performance.now() + REMEMBER_MS });
  // Nobody is kept out, or let in, by an error or an absence of a moment ago.
  actor.then(
    (found) => found ?? remembered.delete(key),
    () => remembered.delete(key),
  );
  return actor;
}

/** What was taken back stops at once in this process; in the others within a second. */
export const forgetActors = (): void => remembered.clear();
