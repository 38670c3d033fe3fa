import { type Env, env } from '#lib/env.ts';
import { reachOfSetting } from '#lib/net/reach.ts';
import type { ObjectStore } from './contract.ts';
import { objectStore } from './open.ts';

let current: { source: Env; store: ObjectStore } | undefined;

function inForce(): ObjectStore {
  const source = env();
  if (current?.source !== source) current = { source, store: objectStore(source, reachOfSetting) };
  return current.store;
}

/** Asks anew at each use: a setting that changed counts from the next call on. */
const following: ObjectStore = {
  get name() {
    return inForce().name;
  },
  put: async (key, body, options) => inForce().put(key, body, options),
  get: async (key, range) => inForce().get(key, range),
  head: async (key) => inForce().head(key),
  list: (prefix) => inForce().list(prefix),
  delete: async (keys) => inForce().delete(keys),
  test: async () => inForce().test(),
};

/** The object store of this process, by the settings in force. */
export const store = (): ObjectStore => following;
