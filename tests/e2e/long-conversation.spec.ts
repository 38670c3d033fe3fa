import { expect, type Page, test } from '@playwright/test';
import { closeDb } from '#lib/db/client.ts';
import { FIRST_WORDS, LAST_WORDS } from '../setup/long-log.ts';
import * as seed from '../setup/seed-conversation.ts';
import { conversation, signInByLink } from './builder-page.ts';
import { type Instance, startInstance } from './instance.ts';
import { installWatch, readWatch } from './page-watch.ts';
import { reachInto } from './reach-into.ts';

const EVENTS = 2_500;
const BUILDS = 50;
/** The best of some reloads: the others tell how busy the machine is. */
const RELOADS = 5;
/** Says only that it ends, on a machine that others keep busy; the bench has the true figure, and its target of 300 ms. */
const RELOAD_CEILING_MS = 8_000;
const MAX_NODES = 2_500;
const MAX_CLS = 0.02;

test.describe.configure({ mode: 'serial' });

let instance: Instance;
let page: Page;
let long: { appId: string; userId: string };

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  instance = await startInstance('long');
  await reachInto(instance);
  long = await seed.seedApp();
  await seed.seedFinishedBuild({ ...long, prompt: 'Everything about orders', events: EVENTS, minutesAgo: 10 });
  page = await (await browser.newContext()).newPage();
  await installWatch(page, LAST_WORDS);
  await signInByLink(page, instance.link ?? '');
});
test.afterAll(async () => {
  await page?.close();
  await closeDb();
  await instance?.stop();
});

const open = (appId: string) => page.goto(`${instance.url}/apps/${appId}`);
const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);

test('only what is in sight is in the page', async () => {
  await open(long.appId);
  await expect(page.getByText(LAST_WORDS)).toBeInViewport();
  expect(await nodes()).toBeLessThan(MAX_NODES);
});

test('the keyboard alone reaches the first event and comes back to the last', async () => {
  await conversation(page).focus();
  await page.keyboard.press('Home');
  await expect(page.getByText(FIRST_WORDS)).toBeInViewport();
  await page.keyboard.press('End');
  await expect(page.getByText(LAST_WORDS)).toBeInViewport();
  await page.keyboard.press('PageUp');
  await expect(page.getByRole('button', { name: 'Latest' })).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) await page.keyboard.press('PageUp');
  await expect(page.getByText(FIRST_WORDS)).toBeInViewport();
  expect(await nodes()).toBeLessThan(MAX_NODES);
});

test('the wheel goes steadily up, and no row is left out or drawn twice', async () => {
  await page.keyboard.press('End');
  await expect(page.getByText(LAST_WORDS)).toBeInViewport();
  await conversation(page).hover();
  const seen = new Set<number>();
  for (let turns = 0; turns < 60; turns += 1) {
    await page.mouse.wheel(0, -500);
    const parts = await conversation(page).evaluate((region) =>
      [...region.querySelectorAll('[data-kind="text"]')].map((row) => Number(/Part (\d+)/.exec(row.textContent ?? '')?.[1] ?? -1)),
    );
    const numbers = parts.filter((part) => part >= 0);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    for (const part of numbers) seen.add(part);
  }
  expect(seen.size).toBeGreaterThan(30);
});

test('the browser can find what is not in sight', async () => {
  await page.keyboard.press('Control+f');
  await expect(page.getByText(FIRST_WORDS)).toBeAttached();
  await expect(page.getByText(LAST_WORDS)).toBeAttached();
});

test('nothing moves while text streams, and the end stays in sight', async () => {
  const app = await seed.seedApp();
  await seed.seedFinishedBuild({ ...app, prompt: 'Before', events: 300, minutesAgo: 10 });
  const live = await seed.seedLiveBuild(app.appId, app.userId, 'Now');
  await live.say({ kind: 'step', name: 'generate', status: 'started' });
  await open(app.appId);
  await expect(conversation(page).getByText('Writing the app')).toBeVisible();
  for (let round = 0; round < 20; round += 1) {
    for (const word of ['The **numbers** ', 'of this month ', 'are `here`, ', 'and they add up.\n\n'])
      await live.say({ kind: 'text', delta: word });
    await live.say(
      { kind: 'text.done', text: `Round ${round}: the **numbers** of this month are \`here\`, and they add up.` },
      { kind: 'tool', id: `t${round}`, name: 'Read', summary: `Reading file ${round}`, status: 'started' },
      { kind: 'tool', id: `t${round}`, name: 'Read', summary: '', status: 'finished' },
    );
    await expect(page.getByText(`Reading file ${round}`, { exact: true })).toBeInViewport();
  }
  const { cls, shifts } = await readWatch(page);
  expect(cls, shifts.join('\n')).toBeLessThan(MAX_CLS);

  await conversation(page).hover();
  await page.mouse.wheel(0, -400);
  await expect(page.getByRole('button', { name: 'Latest' })).toBeVisible();
  const top = () => conversation(page).evaluate((region) => region.scrollTop);
  await expect
    .poll(async () => {
      const first = await top();
      return first === (await top());
    })
    .toBe(true);
  const before = await top();
  await live.say({ kind: 'text', delta: 'More at the end.\n\n'.repeat(20) });
  await live.say({ kind: 'text.done', text: 'More at the end.\n\n'.repeat(20) });
  await live.end();
  await page.getByRole('button', { name: 'Latest' }).waitFor();
  expect(Math.abs((await top()) - before)).toBeLessThan(2);
  await page.getByRole('button', { name: 'Latest' }).click();
  await expect(conversation(page).getByText('More at the end.').last()).toBeInViewport();
});

test('50 builds come page by page as the reader scrolls up', async () => {
  const app = await seed.seedApp();
  for (let number = 0; number < BUILDS; number += 1) {
    await seed.seedFinishedBuild({ ...app, prompt: `Change number ${number}.`, events: 60, minutesAgo: (BUILDS - number) * 5 });
  }
  await open(app.appId);
  await expect(page.getByText(LAST_WORDS).last()).toBeInViewport();
  await expect(page.getByText('Change number 0.')).toHaveCount(0);
  await conversation(page).focus();
  await expect(async () => {
    await page.keyboard.press('Home');
    await expect(page.getByText('Change number 0.')).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect(page.getByText('The conversation begins here')).toBeVisible();
  expect(await nodes()).toBeLessThan(MAX_NODES);
});

test('a mention is completed by the keyboard at 390 px, and unsent text is there after a reload', async () => {
  const app = await seed.seedApp();
  await page.setViewportSize({ width: 390, height: 844 });
  await open(app.appId);
  const field = page.getByLabel('What do you want to see?');
  await field.focus();
  await page.keyboard.type('Show @revenue');
  const option = page.getByRole('option', { selected: true });
  await expect(option).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(/^Show @\w+_\w+ $/);
  const text = await field.inputValue();
  await page.reload();
  await expect(field).toHaveValue(text);
  await expect(page.getByRole('list', { name: 'Examples from this project' })).toBeVisible();
});

test('a reload shows the end of 2,500 events soon after the data is asked for', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(long.appId);
  await expect(page.getByText(LAST_WORDS)).toBeInViewport();
  const took: number[] = [];
  for (let round = 0; round < RELOADS; round += 1) {
    await page.reload();
    await expect(page.getByText(LAST_WORDS)).toBeInViewport();
    await expect.poll(async () => (await readWatch(page)).endSeenMs).toBeGreaterThan(0);
    const { endSeenMs, askedMs, cls } = await readWatch(page);
    took.push(endSeenMs - askedMs);
    expect(cls).toBeLessThan(MAX_CLS);
  }
  test.info().annotations.push({ type: 'reload, ms', description: took.map(Math.round).join(', ') });
  expect(Math.min(...took)).toBeLessThan(RELOAD_CEILING_MS);
});
