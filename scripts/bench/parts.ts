import type { Api } from './api.ts';
import type { BenchInstance } from './bench-instance.ts';
import type { Measured } from './figures.ts';
import type { BenchSandboxes } from './sandboxes.ts';

interface Bench {
  readonly instance: BenchInstance;
  readonly api: Api;
  readonly sandboxes: BenchSandboxes;
}

/** What is measured, in this order: what disturbs most comes last. Code is loaded late: it reads the installation's settings. */
const PARTS: Readonly<Record<string, (bench: Bench) => Promise<Measured>>> = {
  memory: async ({ instance }) => (await import('./memory.ts')).measureMemory(instance.pid),
  queries: async ({ api, instance }) => (await import('./queries.ts')).measureQueries(api, instance.dataDir),
  'app-open': async ({ api, instance }) => (await import('./app-open.ts')).measureAppOpen(api, instance.url),
  viewers: async ({ api, instance }) => (await import('./viewers.ts')).measureViewers(api, instance.url),
  builder: async ({ instance }) => (await import('./builder.ts')).measureBuilder(instance.url),
  reconnect: async ({ instance }) => (await import('./reconnect.ts')).measureReconnect(instance.url),
  builds: async ({ api, sandboxes }) => (await import('./builds.ts')).measureBuilds(api, sandboxes),
  sandboxes: async ({ sandboxes }) => sandboxes.measure(),
  'admin-pages': async ({ api, instance }) => (await import('./admin-pages.ts')).measureAdminPages(api, instance.url),
  watched: async ({ api, instance }) => (await import('./watched.ts')).measureWatched(api, instance),
  chaos: async ({ api, instance }) => (await import('./chaos/measure.ts')).measureChaos(api, instance),
};

/**
 * The parts that were asked for: all, only some, or all but some.
 * @throws Error naming the parts when one is not known
 */
export function chooseParts({ only = [], without = [] }: { readonly only?: readonly string[]; readonly without?: readonly string[] }) {
  for (const name of [...only, ...without])
    if (!(name in PARTS)) throw new Error(`There is no part "${name}". There are: ${Object.keys(PARTS).join(', ')}.`);
  return Object.entries(PARTS).filter(([name]) => (only.length === 0 || only.includes(name)) && !without.includes(name));
}
