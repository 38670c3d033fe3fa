import { z } from 'zod';
import { Build, BuildEvents } from '../../../lib/contracts/build.ts';
import type { Call } from './client.ts';

const Versions = z.object({ items: z.array(z.object({ number: z.number(), buildId: z.string().nullable() })) });

export interface Ended {
  readonly appId: string;
  readonly buildId: string;
  /** The longest time in which it stood still: see stillness.ts. */
  readonly stillMs: number;
  readonly totalMs: number;
}

/** What is wrong with a build that was accepted: nothing, when it ended well, its log is whole and its version is there. */
export async function problemsOf(call: Call, { appId, buildId }: Ended): Promise<string[]> {
  const problems: string[] = [];
  const build = await call(Build, 'GET', `/api/builds/${buildId}`);
  if (build.status !== 'succeeded') problems.push(`${build.status}: ${build.error?.message ?? ''}`);
  const { items: log } = await call(BuildEvents, 'GET', `/api/builds/${buildId}/events`);
  if (log.some((event, index) => event.seq !== index)) problems.push('the log has a gap or a repeat');
  if (log.filter((event) => event.kind === 'prompt').length !== 1) problems.push('the log has not one prompt');
  if (log.filter((event) => event.kind === 'done').length !== 1 || log.at(-1)?.kind !== 'done') problems.push('the log has not one end');
  if (
    build.status === 'succeeded' &&
    build.versionNumber === null &&
    !log.some((event) => event.kind === 'notice' && event.code === 'nothing_changed')
  )
    problems.push('there is no version');
  return problems.map((problem) => `${appId} ${buildId}: ${problem}`);
}

/** How many versions of an app are there twice: by number, or by the build that they came from. */
export async function duplicatesOf(call: Call, appId: string): Promise<number> {
  const { items } = await call(Versions, 'GET', `/api/apps/${appId}/versions?limit=200`);
  const numbers = new Set(items.map((version) => version.number));
  const builds = new Set(items.map((version) => version.buildId));
  return items.length - numbers.size + (items.length - builds.size);
}
