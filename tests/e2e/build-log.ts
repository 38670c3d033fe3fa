import { expect, type Page } from '@playwright/test';
import { type Build, BuildEvents } from '#lib/contracts/build.ts';
import type { BuildEvent } from '#lib/contracts/build-event.ts';

const appIdOf = (page: Page): string => /\/apps\/(app_\w+)/.exec(page.url())?.[1] ?? '';

/** The builds of the app that the page shows, newest first. */
export async function buildsOf(page: Page): Promise<Build[]> {
  const response = await page.request.get(new URL(`/api/apps/${appIdOf(page)}/builds`, page.url()).href);
  expect(response.status()).toBe(200);
  return ((await response.json()) as { items: Build[] }).items;
}

export async function newestBuild(page: Page): Promise<Build> {
  const [newest] = await buildsOf(page);
  if (!newest) throw new Error('the app has no build');
  return newest;
}

/** The whole log of the newest build of the app that the page shows. */
export async function newestLog(page: Page): Promise<BuildEvent[]> {
  const { id } = await newestBuild(page);
  const response = await page.request.get(new URL(`/api/builds/${id}/events`, page.url()).href, {
    headers: { accept: 'application/json' },
  });
  return BuildEvents.parse(await response.json()).items;
}

/** The log counts from 0 without a gap, begins with one prompt, ends with one `done`, and says these words once. */
export function expectWholeLog(log: readonly BuildEvent[], words: string): void {
  expect(log.map((event) => event.seq)).toEqual(log.map((_, index) => index));
  expect(log.filter((event) => event.kind === 'prompt')).toHaveLength(1);
  expect(log.filter((event) => event.kind === 'done')).toHaveLength(1);
  expect(log[0]?.kind).toBe('prompt');
  expect(log.at(-1)?.kind).toBe('done');
  expect(textsOf(log).filter((text) => text.includes(words))).toEqual([words]);
}

/** Every text that was said whole; what was streamed of it before must be its beginning, nothing repeated or left out. */
function textsOf(log: readonly BuildEvent[]): string[] {
  const texts: string[] = [];
  let streamed = '';
  for (const event of log) {
    if (event.kind === 'text') streamed += event.delta;
    if (event.kind !== 'text.done') continue;
    // A stream that broke, or a worker that asks anew, withdraws what was begun.
    if (event.text === '') {
      streamed = '';
      continue;
    }
    expect(event.text.startsWith(streamed), `"${event.text}" begins with what was streamed, "${streamed}"`).toBe(true);
    texts.push(event.text);
    streamed = '';
  }
  return texts;
}

export const occurrences = (text: string, words: string): number => text.split(words).length - 1;
