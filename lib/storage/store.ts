import { type Env, env } from '#lib/env.ts';
import type { ObjectStore } from './contract.ts';
import { objectStore } from './open.ts';

let current: { source: Env; store: ObjectStore } | undefined;

/** The object store of this process, by its environment. */
export function store(): ObjectStore {
  const source = env();
  if (current?.source !== source) current = { source, store: objectStore(source) };
  return current.store;
}
