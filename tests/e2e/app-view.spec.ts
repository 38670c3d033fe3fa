import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { appFrame, signInByLink } from './builder-page.ts';
import { type Instance, startInstance } from './instance.ts';
import { reachInto } from './reach-into.ts';
import { failingApp, plainApp } from './red-team/hostile-app.ts';
import { type SeededApp, seedApp, seedPerson } from './seeded.ts';

test.describe.configure({ mode: 'serial' });

let instance: Instance;
let shared: SeededApp;
let unpublished: SeededApp;
let failing: SeededApp;
let author: Page;
let viewer: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  instance = await startInstance('app-view');
  await reachInto(instance);
  const [ada, vic] = [await seedPerson('editor', 'Ada Author'), await seedPerson('viewer', 'Vic Viewer')];
  const versions = [plainApp('The published one'), plainApp('The newest one')];
  shared = await seedApp(instance, { name: 'Weekly sales', ownerId: ada.id, versions, published: 1 });
  unpublished = await seedApp(instance, { name: 'Still a draft', ownerId: ada.id, versions });
  failing = await seedApp(instance, { name: 'Half a report', ownerId: ada.id, versions: [failingApp()], published: 1 });
  author = await signIn(await browser.newContext(), ada.link);
  viewer = await signIn(await browser.newContext(), vic.link);
});
test.afterAll(() => instance?.stop());

async function signIn(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await signInByLink(page, link);
  return page;
}

const open = (page: Page, { id }: { id: string }, more = '') => page.goto(`${instance.url}/apps/${id}/view${more}`);

test('a colleague sees the published version, whatever version the address asks for', async () => {
  for (const more of ['', '?version=2', '?version=nonsense']) {
    await open(viewer, shared, more);
    await expect(appFrame(viewer).getByText('The published one')).toBeVisible();
    await expect(viewer.getByRole('banner')).toContainText('Version 1');
  }
  await expect(viewer).toHaveTitle('Weekly sales · Glassworks');
  await expect(viewer.getByRole('banner')).toContainText('by Ada Author');
  await expect(viewer.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await expect(viewer.getByRole('navigation')).toHaveCount(0);
});

test('an app that is not published, or does not exist, says the same to a colleague', async () => {
  for (const app of [unpublished, { id: 'app_nothing' }]) {
    await open(viewer, app);
    await expect(viewer.getByText('This app is not open to you')).toBeVisible();
    await expect(viewer.getByText('Still a draft')).toHaveCount(0);
    await expect(viewer.getByRole('link', { name: 'All apps' })).toBeVisible();
  }
});

test('its author may look at any version, and is told what colleagues see', async () => {
  await open(author, shared, '?version=2');
  await expect(appFrame(author).getByText('The newest one')).toBeVisible();
  await expect(author.getByRole('banner')).toContainText('Not published');
  await open(author, unpublished);
  await expect(author.getByText('“Still a draft” is not published')).toBeVisible();
  await author.getByRole('link', { name: 'Open version 2' }).click();
  await expect(appFrame(author).getByText('The newest one')).toBeVisible();
  await author.getByRole('link', { name: 'Edit' }).click();
  await expect(author).toHaveURL(new RegExp(`/apps/${unpublished.id}$`));
});

test('the bar can be put away and brought back by keyboard, also on a phone', async () => {
  await viewer.setViewportSize({ width: 390, height: 800 });
  await open(viewer, shared);
  await expect(appFrame(viewer).getByText('The published one')).toBeVisible();
  await viewer.getByRole('button', { name: 'Hide the bar' }).focus();
  await viewer.keyboard.press('Enter');
  await expect(viewer.getByRole('heading', { name: 'Weekly sales' })).toHaveCount(0);
  await expect(viewer.getByRole('button', { name: 'Show the bar' })).toBeFocused();
  const frame = await viewer.locator('iframe').boundingBox();
  expect(frame).toMatchObject({ y: 0, width: 390, height: 800 });
  await viewer.keyboard.press('Enter');
  await expect(viewer.getByRole('heading', { name: 'Weekly sales' })).toBeVisible();
  expect(await viewer.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('the link to it is in the builder, and copied to the clipboard', async () => {
  await author.context().grantPermissions(['clipboard-write'], { origin: instance.url });
  await author.goto(`${instance.url}/apps/${shared.id}`);
  await author.getByRole('button', { name: 'Share the app' }).click();
  const full = author.getByRole('menuitem', { name: 'Open full screen' });
  await expect(full).toHaveAttribute('href', `/apps/${shared.id}/view?version=2`);
  await author.getByRole('menuitem', { name: 'Copy link' }).click();
  await expect(author.getByText('The link is copied.')).toBeVisible();
});

test('what breaks in it is told to its owner only, who has it mended in the builder', async () => {
  const errors = (page: Page) => page.getByRole('region', { name: 'Errors of the running app' });
  await open(author, failing);
  await expect(errors(author)).toContainText('The totals are not there');
  await author.screenshot({ path: 'test-results/app-view-errors.png' });
  await open(viewer, failing);
  await expect(appFrame(viewer).getByText('Half of it')).toBeVisible();
  // What it reports was heard by then: an app says so before it says that it is at rest.
  await expect(appFrame(viewer).getByText('At rest')).toBeVisible();
  await expect(errors(viewer)).toHaveCount(0);
  await errors(author).getByRole('button', { name: 'Fix this' }).click();
  await expect(author).toHaveURL(new RegExp(`/apps/${failing.id}$`));
  await expect(author.getByRole('article', { name: /Version 1 of the app shows this error/ })).toContainText('The totals are not there');
});

test('somebody who is not signed in comes back to the app after signing in', async ({ browser }) => {
  const stranger = await (await browser.newContext()).newPage();
  await open(stranger, shared);
  await expect(stranger).toHaveURL(new RegExp(`/sign-in\\?next=%2Fapps%2F${shared.id}%2Fview`));
  await stranger.context().close();
});
