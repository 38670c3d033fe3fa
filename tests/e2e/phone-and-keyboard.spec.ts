import { type Browser, expect, type Page, test } from '@playwright/test';
import { appFrame, ask, expectVersion, startApp } from './builder-page.ts';
import type { Instance } from './instance.ts';
import { pressOn, tabTo } from './keyboard.ts';
import { oneNumberApp } from './one-number-app.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';
import { askWarehouse } from './truth.ts';

const PROMPT = 'How many orders are there?';
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test.describe.configure({ mode: 'serial' });

let scripted: ScriptedInstance;
let instance: Instance;
let page: Page;
let orders: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  scripted = await startScriptedInstance('hands');
  instance = scripted.instance;
  page = await browser.newPage();
  const [truth] = await askWarehouse(instance.dataDir, 'retail.duckdb', 'SELECT count(*)::INTEGER AS orders FROM orders');
  orders = Number(truth?.orders).toLocaleString('en-US');
});
test.afterAll(async () => {
  await page?.close();
  await scripted?.close();
});

const composer = () => page.getByLabel('What do you want to see?');

test('with the keyboard alone a person signs in and builds an app', async () => {
  scripted.api.setTurns([oneNumberApp()]);
  await page.goto(instance.link ?? '');
  await pressOn(page, page.getByRole('button', { name: 'Sign in with this link' }));
  await tabTo(page, composer());
  await page.keyboard.type(PROMPT);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/apps\/app_/);
  const frame = await expectVersion(page, 1);
  await expect(frame.getByRole('status')).toHaveText(orders);
});

test('with the keyboard alone a person asks for a change, goes back to version 1 and publishes it', async () => {
  scripted.api.setTurns([oneNumberApp({ title: 'Orders, again' })]);
  await tabTo(page, composer());
  await page.keyboard.type('Give it another title');
  await page.keyboard.press('Enter');
  const frame = await expectVersion(page, 2);
  await expect(frame.getByRole('heading', { name: 'Orders, again' })).toBeVisible();
  await pressOn(page, page.getByRole('button', { name: 'Versions' }));
  await pressOn(page, page.getByRole('button', { name: 'Restore version 1' }));
  await expect(page.getByRole('listitem', { name: 'Version 3' })).toBeVisible();
  await expect(appFrame(page).getByRole('heading', { name: 'Orders so far' })).toBeVisible();
  await pressOn(page, page.getByRole('button', { name: 'Publish', exact: true }));
  await expect(page.getByText('Viewers now see version 3.')).toBeVisible();
});

test('with the keyboard alone a person reads the source and what changed', async () => {
  const panes = page.getByRole('radiogroup', { name: 'What to show' });
  await tabTo(page, panes.getByRole('radio', { name: 'Preview' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('App.tsx').first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(panes.getByRole('radio', { name: 'Changes' })).toBeChecked();
});

test('with the keyboard alone a person makes an API token', async () => {
  await page.goto(`${instance.url}/settings`);
  // The page is alive once it knows who looks at it: what is typed before would be lost.
  await expect(page.getByRole('button', { name: /^Your account, / })).toBeVisible();
  const name = page.getByLabel('Name', { exact: true }).last();
  await tabTo(page, name);
  await page.keyboard.type('Reports');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/gw_pat_/)).toBeVisible();
});

test('on a phone a person builds an app, changes it, publishes it and opens it at full size', async ({ browser }) => {
  const phone = await openPhone(browser);
  scripted.api.setTurns([oneNumberApp({ title: 'In the hand' })]);
  await startApp(phone, 'Orders on a phone');
  await phone.getByRole('button', { name: 'Show version 1' }).tap();
  await expect(appFrame(phone).getByRole('status')).toHaveText(orders);
  await expectFits(phone);
  await phone.getByText('Chat', { exact: true }).tap();
  scripted.api.setTurns([oneNumberApp({ title: 'In the hand, again' })]);
  await ask(phone, 'Another title please');
  await phone.getByRole('button', { name: 'Show version 2' }).tap();
  await expect(appFrame(phone).getByRole('heading', { name: 'In the hand, again' })).toBeVisible();
  await phone.getByRole('button', { name: 'Publish', exact: true }).tap();
  await expect(phone.getByText('Viewers now see version 2.')).toBeVisible();
  await phone.goto(`${phone.url()}/view`);
  await expect(appFrame(phone).getByRole('status')).toHaveText(orders);
  await expectFits(phone);
  await phone.context().close();
});

/** The same person, on another device. */
async function openPhone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ ...PHONE, storageState: await page.context().storageState() });
  const phone = await context.newPage();
  await phone.goto(instance.url);
  return phone;
}

async function expectFits(phone: Page): Promise<void> {
  expect(await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}
