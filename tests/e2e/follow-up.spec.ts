import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import type { TurnScript } from '#emulators/messages-api/turn.ts';
import { buildsOf } from './build-log.ts';
import { appFrame, ask, expectVersion, signInByLink, startApp } from './builder-page.ts';
import { oneNumberApp } from './one-number-app.ts';
import { killHard, partOf } from './processes.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';

/** A build on a busy machine, and one whose worker is missed first. */
const BUILD_MS = 120_000;

test.describe.configure({ mode: 'serial' });

let scripted: ScriptedInstance;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000);
  scripted = await startScriptedInstance('follow', (port) => ({ GLASSWORKS_APPS_WILDCARD: `http://apps.localhost:${port + 1}` }));
  context = await browser.newContext();
  page = await context.newPage();
  await signInByLink(page, scripted.instance.link ?? '');
});
test.afterAll(async () => {
  await context?.close();
  await scripted?.close();
});

const composer = (at: Page) => at.getByLabel('What do you want to see?');
const card = (at: Page) => at.getByRole('region', { name: 'Next prompt' });
const appLink = (at: Page) => at.getByRole('listitem').getByRole('link', { name: 'Count the orders' });

/** Each prompt gets an app of its own title. The first answer to a held prompt stays unfinished until it is released. */
function answer(...held: string[]): () => void {
  const gate = Promise.withResolvers<void>();
  const script: TurnScript = (request) => {
    const prompt = PROMPTS.findLast((one) => request.raw.includes(one)) ?? '';
    const turns = oneNumberApp({ title: `App: ${prompt}`, ...(held.includes(prompt) ? { holdFirst: gate.promise } : {}) });
    return typeof turns === 'function' ? turns(request) : turns;
  };
  scripted.api.setTurns([script]);
  return gate.resolve;
}

/** In the order in which they are sent: a conversation holds what was said before. */
const PROMPTS = [
  'Count the orders',
  'Then call it the orders of all time',
  'Make the heading friendlier',
  'And the one that waits for a person',
  'Once more while the worker dies',
  'It goes on after the worker',
  'Two tabs at once',
  'Tell me about it elsewhere',
  'Tell me while I am away',
] as const;
const [FIRST, NEXT, FRIENDLIER, WAITS, DIES, GOES_ON, AT_ONCE, ELSEWHERE, AWAY] = PROMPTS;

async function sendNext(at: Page, prompt: string): Promise<void> {
  await composer(at).fill(prompt);
  await at.getByRole('button', { name: 'Send next' }).click();
  await expect(card(at)).toContainText(prompt);
  await expect(composer(at)).toHaveValue('');
}

/** Another window of the same person, on the same app. */
async function secondWindow(): Promise<Page> {
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(composer(other)).toBeVisible();
  return other;
}

test('a prompt sent while a build runs waits, and starts by itself when that is ready', async () => {
  const release = answer(FIRST);
  await startApp(page, FIRST);
  const other = await secondWindow();
  await sendNext(page, NEXT);
  await expect(card(other)).toContainText(NEXT);
  await page.reload();
  await expect(card(page)).toContainText('Next, when this build is ready');
  release();
  await expectVersion(page, 1);
  await expect(card(page)).toHaveCount(0);
  await expectVersion(page, 2);
  await expect(appFrame(page).getByRole('heading', { name: `App: ${NEXT}` })).toBeVisible();
  await expect(card(other)).toHaveCount(0);
  expect((await buildsOf(page)).map(({ prompt }) => prompt)).toEqual([NEXT, FIRST]);
  await page.getByRole('button', { name: 'Versions', exact: true }).click();
  await expect(page.getByRole('listitem', { name: 'Version 2' })).toContainText(/lines added: \+1.*lines removed: −1/);
  await expect(page.getByRole('listitem', { name: 'Version 1' })).toContainText(/lines added: \+\d+.*lines removed: −0/);
  await page.getByRole('button', { name: 'Versions', exact: true }).click();
  await other.close();
});

test('each app runs on a host of its own, where the address of another app opens nothing', async () => {
  await expect(appFrame(page).getByRole('status')).toHaveText(/^\d/);
  const frame = page.frames().find((one) => one.url().includes('/p/'));
  expect(new URL(frame?.url() ?? '').hostname).toMatch(/^[0-9a-f]{32}\.apps\.localhost$/);
  const api = new URL(page.url()).pathname.replace('/apps/', '/api/apps/');
  const copy = (await (await page.request.post(`${scripted.instance.url}${api}/duplicate`)).json()) as { id: string };
  const addressOf = async (path: string) => {
    const answer = await page.request.post(`${scripted.instance.url}${path}/preview-token`);
    return new URL(((await answer.json()) as { url: string }).url);
  };
  const [own, others] = [await addressOf(`${api}/versions/2`), await addressOf(`/api/apps/${copy.id}/versions/1`)];
  expect(own.hostname).not.toBe(others.hostname);
  const visitor = await context.newPage();
  const statusOf = async ({ origin }: URL, { pathname }: URL) => (await visitor.goto(origin + pathname))?.status();
  expect([await statusOf(own, own), await statusOf(others, others)]).toEqual([200, 200]);
  expect([await statusOf(others, own), await statusOf(own, others)]).toEqual([404, 404]);
  await expect(visitor.getByRole('heading', { name: 'Nothing here' })).toBeVisible();
  await visitor.close();
  expect((await page.request.delete(`${scripted.instance.url}/api/apps/${copy.id}`)).ok()).toBe(true);
});

test('it waits for a person when the build is cancelled: back to the composer, or sent as it is', async () => {
  const release = answer(FRIENDLIER);
  await ask(page, FRIENDLIER);
  await sendNext(page, WAITS);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(card(page)).toContainText('This prompt still waits', { timeout: 30_000 });
  release();
  await card(page).getByRole('button', { name: 'Edit' }).click();
  await expect(composer(page)).toHaveValue(WAITS);
  await expect(card(page)).toHaveCount(0);
  expect(await buildsOf(page)).toHaveLength(3);
  await page.getByRole('button', { name: 'Build', exact: true }).dblclick();
  await expectVersion(page, 3);
  expect((await buildsOf(page)).filter(({ prompt }) => prompt === WAITS)).toHaveLength(1);
});

test('a worker that is killed meanwhile loses neither the build nor what waits for it', async () => {
  test.setTimeout(300_000);
  const release = answer(DIES);
  await ask(page, DIES);
  await sendNext(page, GOES_ON);
  killHard(partOf(scripted.instance.pid, 'worker/main.ts'));
  release();
  await expect(page.getByRole('button', { name: 'Show version 5' })).toBeVisible({ timeout: 2 * BUILD_MS });
  expect((await buildsOf(page)).slice(0, 2).map(({ prompt, versionNumber }) => [prompt, versionNumber])).toEqual([
    [GOES_ON, 5],
    [DIES, 4],
  ]);
});

test('of two windows that send at once one starts a build, and the other keeps its text and may send it next', async () => {
  const release = answer(AT_ONCE);
  const other = await secondWindow();
  const before = (await buildsOf(page)).length;
  for (const window of [page, other]) {
    await composer(window).fill(AT_ONCE);
    await expect(window.getByRole('button', { name: 'Build', exact: true })).toBeEnabled();
  }
  await Promise.all([composer(page).press('Enter'), composer(other).press('Enter')]);
  await expect
    .poll(async () => (await Promise.all([page, other].map((window) => composer(window).inputValue()))).sort())
    .toEqual(['', AT_ONCE]);
  expect(await buildsOf(page)).toHaveLength(before + 1);
  const loser = (await composer(page).inputValue()) === '' ? other : page;
  await expect(loser.getByText('A build of this app is under way.')).toBeVisible();
  await expect(loser.getByRole('button', { name: 'Send next' })).toBeEnabled();
  await composer(loser).fill('');
  await other.close();
  release();
  await expectVersion(page, 6);
});

test('elsewhere in the product a toast tells that the build is ready, and a dot stays until somebody looks', async () => {
  const release = answer(ELSEWHERE);
  await ask(page, ELSEWHERE);
  await page.getByRole('link', { name: 'Projects', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  release();
  const toast = page.getByRole('alert').filter({ hasText: 'is ready' });
  await expect(toast).toContainText('Version 7', { timeout: BUILD_MS });
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Apps (1 has news)' })).toBeVisible();
  await expect.poll(() => page.title()).toMatch(/^\(1\) /);
  await page.getByRole('link', { name: /^Apps/ }).first().click();
  await expect(appLink(page)).toHaveText(/^News: /);
  await toast.getByRole('link', { name: 'Open the app' }).click();
  await expectVersion(page, 7);
  await expect(page.getByRole('link', { name: 'Apps', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Apps', exact: true }).click();
  await expect(appLink(page)).toBeVisible();
  await expect(appLink(page)).not.toHaveText(/^News: /);
  await expect.poll(() => page.title()).toBe('Apps · Glassworks');
});

test('out of sight a notification tells it, only when it was asked for, and the title shows it', async () => {
  await page.goto(scripted.instance.url);
  await appLink(page).click();
  await page.waitForURL(/\/apps\/app_/);
  const appUrl = page.url();
  const version = ((await buildsOf(page))[0]?.versionNumber ?? 0) + 1;
  await context.grantPermissions(['notifications'], { origin: scripted.instance.url });
  await context.addInitScript(recordNotifications);
  await page.goto(new URL('/settings', appUrl).href);
  await expect(page.getByRole('switch', { name: /Tell me when a build ends/ })).not.toBeChecked();
  await page.getByRole('switch', { name: /Tell me when a build ends/ }).check();
  await expect(page.getByRole('switch', { name: /Tell me when a build ends/ })).toBeChecked();
  await page.goto(appUrl);
  const release = answer(AWAY);
  await ask(page, AWAY);
  await expect.poll(() => page.title()).toBe(`◌ Building – ${FIRST}`);
  await page.evaluate(() => window.dispatchEvent(new CustomEvent('test:look', { detail: 'hidden' })));
  release();
  await expect.poll(() => page.title(), { timeout: BUILD_MS }).toBe(`● Ready – ${FIRST}`);
  await expect
    .poll(() => page.evaluate(() => sessionStorage.getItem('notified')))
    .toBe(`“${FIRST}” is ready: Version ${version} can be opened.`);
  await page.evaluate(() => window.dispatchEvent(new CustomEvent('test:look', { detail: 'visible' })));
  await expect.poll(() => page.title()).toBe(`${FIRST} · Glassworks`);
  await expect(page.getByRole('link', { name: 'Apps', exact: true })).toBeVisible();
});

/** Runs in the page: writes down what the browser is asked to show, and lets a test hide the window, which no headless browser does. */
function recordNotifications(): void {
  const Real = window.Notification;
  window.Notification = class extends Real {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      sessionStorage.setItem('notified', `${title}: ${options?.body}`);
    }
  };
  let state = 'visible';
  Object.defineProperty(document, 'visibilityState', { get: () => state });
  window.addEventListener('test:look', (event) => {
    state = (event as CustomEvent<string>).detail;
    document.dispatchEvent(new Event('visibilitychange'));
  });
}
