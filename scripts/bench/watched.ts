import { partOf } from '../../tests/e2e/processes.ts';
import { seedApp, seedLiveBuild } from '../../tests/setup/seed-conversation.ts';
import type { Api } from './api.ts';
import { progress } from './bench-instance.ts';
import type { Measured } from './figures.ts';
import { heapInUse } from './heap.ts';

/** Not counted: until then the server loads code and fills what it keeps of bounded size. */
const WARM_UP = 400;
const BUILDS = 1_000;
const AT_ONCE = 20;
const EVENTS = 40;
const WATCH_MS = 60_000;

/** What the web server keeps of builds that were watched from their first event to their last. */
export async function measureWatched(api: Api, supervisorPid: number): Promise<Measured> {
  progress(`${BUILDS} builds watched`);
  await watchMany(api, WARM_UP);
  const entry = 'web/main.ts';
  const { pid } = partOf(supervisorPid, entry);
  const before = await heapInUse({ pid, entry });
  await watchMany(api, BUILDS);
  return { web_memory_growth_mb: Math.max(0, (await heapInUse({ pid, entry })) - before) };
}

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
