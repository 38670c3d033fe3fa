import { partOf } from '../../tests/e2e/processes.ts';
import { seedApp, seedLiveBuild } from '../../tests/setup/seed-conversation.ts';
import type { Api } from './api.ts';
import { type BenchInstance, progress } from './bench-instance.ts';
import type { Measured } from './figures.ts';
import { type MemoryInUse, memoryInUse } from './heap.ts';

/** Not counted: until then the server loads code and fills what it keeps of bounded size. */
const WARM_UP = 100;
const BUILDS = 1_000;
/** How often it is looked at on the way, to see whether it levels off. */
const LOOK_EVERY = 250;
const AT_ONCE = 20;
const EVENTS = 40;
const WATCH_MS = 60_000;

/** What the web server keeps of builds that were watched from their first event to their last. */
export async function measureWatched(api: Api, { pid: supervisorPid, inspectorPort }: BenchInstance): Promise<Measured> {
  const entry = 'web/main.ts';
  const { pid } = partOf(supervisorPid, entry);
  const look = () => memoryInUse({ pid, entry, inspectorPort });
  progress(`${WARM_UP} builds watched to warm up`);
  await look(); // the inspector itself needs memory from its first use on
  await watchMany(api, WARM_UP);
  const before = await look();
  let now = before;
  tell(0, now);
  for (let watched = 0; watched < BUILDS; ) {
    await watchMany(api, LOOK_EVERY);
    watched += LOOK_EVERY;
    now = await look();
    tell(watched, now);
  }
  return { web_memory_growth_mb: Math.max(0, now.pages - before.pages), web_heap_growth_mb: Math.max(0, now.heap - before.heap) };
}

const tell = (watched: number, { heap, pages }: MemoryInUse) =>
  progress(`${watched} builds watched, web: heap ${heap.toFixed(1)} MB, private pages ${pages.toFixed(1)} MB`);

async function watchMany(api: Api, count: number): Promise<void> {
  let left = count;
  const one = async () => {
    const { appId, userId } = await seedApp();
    while (left-- > 0) await watchOne(api, appId, userId);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function watchOne(api: Api, appId: string, userId: string): Promise<void> {
  const live = await seedLiveBuild(appId, userId, 'watched');
  const watching = countEvents(api, live.buildId);
  for (let event = 0; event < EVENTS; event++)
    await live.say({ kind: 'notice', code: 'bench', message: `event ${event}`.padEnd(200, '.') });
  await live.end();
  const seen = await watching;
  if (seen !== EVENTS + 2) throw new Error(`a watcher saw ${seen} of ${EVENTS + 2} events`);
}

async function countEvents(api: Api, buildId: string): Promise<number> {
  let seen = 0;
  for await (const _ of api.events(buildId, AbortSignal.timeout(WATCH_MS))) seen++;
  return seen;
}
