import AxeBuilder from '@axe-core/playwright';
import { expect, type FrameLocator, type Page, test } from '@playwright/test';
import { appFrame, ask, expectVersion, signInByLink, startApp, tileValue } from './builder-page.ts';
import { oneNumberApp } from './one-number-app.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';

/** An app with a tile, a chart and a table over one filter; its button breaks on the line that says so. */
const sourceOf = (
  breaks: boolean,
) => `import { AppShell, CardGrid, CategoryChart, combineFilters, DataTable, KpiTile, rule, useMetricQuery } from '@glassworks/app';

const filters = combineFilters(rule('orders_order_date', 'greaterThanOrEqual', ['2000-01-01']));

function breakNow(rows: readonly unknown[]) {
  ${breaks ? "if (rows.length >= 0) throw new Error('The total was not there');" : 'return rows.length;'}
}

export default function App() {
  const totals = useMetricQuery({ explore: 'orders', metrics: ['orders_order_count'], filters });
  const regions = useMetricQuery({ explore: 'orders', dimensions: ['regions_region_name'], metrics: ['orders_order_count'], filters });
  return (
    <AppShell title="Orders" actions={<button type="button" onClick={() => breakNow(totals.rows)}>Count again</button>}>
      <CardGrid cols={4}>
        <KpiTile data={totals} field="orders_order_count" />
      </CardGrid>
      <CategoryChart title="Orders by region" data={regions} x="regions_region_name" y="orders_order_count" />
      <DataTable title="The same as a table" data={regions} />
    </AppShell>
  );
}
`;

test.describe.configure({ mode: 'serial' });

let scripted: ScriptedInstance;
let page: Page;
let frame: FrameLocator;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  scripted = await startScriptedInstance('about');
  const context = await browser.newContext({ permissions: ['clipboard-write'] });
  page = await context.newPage();
  await signInByLink(page, scripted.instance.link ?? '');
  scripted.api.setTurns([oneNumberApp({ source: sourceOf(true) })]);
  await startApp(page, 'Orders, as a number, by region and as a table');
  frame = await expectVersion(page, 1);
});
test.afterAll(async () => {
  await page?.close();
  await scripted?.close();
});

const panel = () => page.getByRole('dialog');
const aboutTile = () =>
  frame
    .locator('section.gw-card')
    .first()
    .getByRole('button', { name: /^About/ });

test('a number shows its way in only when it is looked at, and says where it comes from', async () => {
  expect(await tileValue(frame, 'Orders')).toBe('60,000');
  await page.mouse.move(0, 0);
  await expect(aboutTile()).toHaveCSS('opacity', '0');
  await frame.locator('section.gw-card').first().hover();
  await expect(aboutTile()).toHaveCSS('opacity', '1');
  await aboutTile().click();
  await expect(panel()).toBeVisible();
  await expect(panel()).toContainText('Metric');
  await expect(panel()).toContainText('Explore');
  await expect(panel()).toContainText('is at least 2000-01-01');
  await expect(panel().locator('pre')).toContainText(/select[\s\S]*count/i);
  await page.screenshot({ path: 'test-results/about-number.png' });
});

test('its SQL is copied as it is shown', async () => {
  await panel().getByRole('button', { name: 'Copy SQL' }).click();
  await expect(panel().getByRole('button', { name: 'Copied' })).toBeVisible();
  const shown = (await panel().locator('pre').textContent()) ?? '';
  await page.keyboard.press('Escape');
  await expect(panel()).toBeHidden();
  // The page may not read the clipboard itself: pasting does.
  const composer = page.getByLabel('What do you want to see?');
  await composer.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(composer).toHaveValue(shown);
  await composer.fill('');
  await aboutTile().click();
  await expect(panel().locator('pre')).toBeVisible();
});

test('the panel has no finding of the accessibility checker, in light and in dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(panel()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
    expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual(
      [],
    );
    await page.screenshot({ path: `test-results/about-number-${colorScheme}.png` });
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
});

test('it leads to the explorer, with the same query', async () => {
  const builder = page.url();
  await panel().getByRole('link', { name: 'Open in explorer' }).click();
  await page.waitForURL(/\/projects\/\w+\/explore\?query=/);
  await expect(page.getByRole('main')).toContainText('60,000');
  await page.goto(builder);
  frame = appFrame(page);
  await expect(aboutTile()).toBeAttached();
});

test('the same goes by keyboard, from a column of a table', async () => {
  const column = frame
    .getByRole('columnheader')
    .last()
    .getByRole('button', { name: /^About/ });
  await column.focus();
  await expect(column).toHaveCSS('opacity', '1');
  await page.keyboard.press('Enter');
  await expect(panel()).toBeVisible();
  await expect(panel()).toContainText('Split by');
  await page.keyboard.press('Escape');
  await expect(panel()).toBeHidden();
  // Where the page sends the keyboard: whether a window without a screen counts as focused is the browser's own matter.
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('title'))).toBe('App preview');
});

test('on a phone the panel is a sheet at the lower edge', async () => {
  await page.setViewportSize({ width: 390, height: 780 });
  await page.getByText('Preview', { exact: true }).first().click();
  await aboutTile().click();
  await expect(panel()).toBeVisible();
  await expect
    .poll(async () => Math.round(((await panel().boundingBox())?.y ?? 0) + ((await panel().boundingBox())?.height ?? 0)))
    .toBe(780);
  await page.screenshot({ path: 'test-results/about-number-390.png' });
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1280, height: 720 });
});

const errors = () => page.getByRole('region', { name: 'Errors of the running app' });

test('what breaks in the app is said beside the chat, once and counted, with its line', async () => {
  for (let click = 0; click < 3; click++) await frame.getByRole('button', { name: 'Count again' }).click();
  await expect(errors()).toContainText('The total was not there');
  await errors()
    .getByRole('button', { name: /reported an error/ })
    .click();
  await expect(errors()).toContainText('3 times');
  const line =
    sourceOf(true)
      .split('\n')
      .findIndex((text) => text.includes('was not there')) + 1;
  await expect(errors()).toContainText(`src/App.tsx:${line}`);
  await page.screenshot({ path: 'test-results/app-errors.png' });
});

test('"Fix this" starts a build with the error in its prompt, and the next version says that it is fixed', async () => {
  scripted.api.setTurns([oneNumberApp({ source: sourceOf(false), intro: 'I mend the button.' })]);
  await errors().getByRole('button', { name: 'Fix this' }).click();
  frame = await expectVersion(page, 2);
  expect(scripted.api.requests.some(({ raw }) => /The total was not there.{0,20}src\/App.tsx, line \d+/.test(raw))).toBe(true);
  await expect(page.getByRole('region', { name: 'Errors that are fixed' })).toContainText('Fixed in version 2');
  await expect(errors()).toBeHidden();
  await page.screenshot({ path: 'test-results/app-errors-fixed.png' });
  await page.getByRole('button', { name: 'Close the message' }).click();
  await expect(page.getByRole('region', { name: 'Errors that are fixed' })).toBeHidden();
});

test('an error while a build is under way waits for its turn', async () => {
  scripted.api.setTurns([oneNumberApp({ source: sourceOf(true) })]);
  await ask(page, 'Break it again');
  frame = await expectVersion(page, 3);
  await expect(page.getByText('Version 3', { exact: true })).toBeVisible();
  await frame.getByRole('button', { name: 'Count again' }).click();
  await expect(errors()).toContainText('The total was not there');
  const gate = Promise.withResolvers<void>();
  scripted.api.setTurns([oneNumberApp({ source: sourceOf(true), holdFirst: gate.promise })]);
  await ask(page, 'Another title');
  await errors().getByRole('button', { name: 'Fix this' }).click();
  await expect(page.getByRole('region', { name: 'Next prompt' })).toContainText('The total was not there');
  gate.resolve();
});
