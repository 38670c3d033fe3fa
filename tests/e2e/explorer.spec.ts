import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { ask, expectVersion, signInByLink, startApp } from './builder-page.ts';
import { type Instance, startInstance } from './instance.ts';
import { askWarehouse } from './truth.ts';

test.describe.configure({ mode: 'serial' });

let instance: Instance;
let page: Page;
let explorer: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  instance = await startInstance('explorer');
  page = await (await browser.newContext()).newPage();
  await signInByLink(page, instance.link ?? '');
});
test.afterAll(async () => {
  await page?.close();
  await instance?.stop();
});

const rows = () =>
  page
    .getByRole('region', { name: 'Rows' })
    .locator('tbody tr')
    .evaluateAll((list) => list.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')));
const field = (name: string) => page.getByRole('region', { name: 'Fields', exact: true }).getByRole('checkbox', { name, exact: true });
const run = () => page.getByRole('button', { name: 'Run', exact: true }).click();
const addressOf = (query: unknown, more = '') => `${explorer}?query=${encodeURIComponent(JSON.stringify(query))}${more}`;
const whole = (value: unknown) => Number(value).toLocaleString('en-US');

/** What the explorer has to show: orders by region, the most first. */
const truth = () =>
  askWarehouse(
    instance.dataDir,
    'retail.duckdb',
    `SELECT r.region_name AS region, count(*)::INTEGER AS orders FROM orders o JOIN customers c USING (customer_id)
     JOIN regions r USING (region_id) GROUP BY ALL ORDER BY orders DESC, region`,
  );

test('a query is put together from the page of the project, and its numbers are those of the warehouse', async () => {
  await page.goto(`${instance.url}/projects`);
  await page.getByRole('link', { name: 'Retail sample' }).click();
  await page.getByRole('link', { name: 'Explore', exact: true }).click();
  await expect(page.getByText('Choose an explore to begin')).toBeVisible();
  explorer = page.url();
  await page
    .getByRole('combobox', { name: 'Explore', exact: true })
    .or(page.getByRole('textbox', { name: 'Explore', exact: true }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Orders', exact: true }).click();
  await expect(page.getByText('Choose at least one field')).toBeVisible();
  await field('Orders').check();
  await page.getByLabel('Search fields').fill('region');
  await field('Region').check();
  await expect(page.getByText('Orders by Region')).toBeVisible();
  await run();
  const expected = (await truth()).map(({ region, orders }) => [String(region), whole(orders)]);
  expect(expected.length).toBeGreaterThan(3);
  await expect.poll(rows).toEqual(expected);
  await expect(page.getByRole('status').filter({ hasText: 'rows in' })).toBeVisible();
});

test('a reload keeps the query and its rows; "back" returns to the query before', async () => {
  const before = await rows();
  await page.reload();
  await expect.poll(rows).toEqual(before);
  await expect(page.getByRole('status').filter({ hasText: 'from the cache' })).toBeVisible();

  await page.getByRole('button', { name: 'Filter by Region', exact: true }).click();
  const value = page.getByLabel('Value of Region', { exact: true }).first();
  await value.fill('East');
  await value.press('Enter');
  await expect(page.getByText('These rows are of the one before')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Enter');
  const east = (await truth()).find(({ region }) => region === 'East');
  await expect.poll(rows).toEqual([['East', whole(east?.orders)]]);

  await page.goBack();
  await expect.poll(rows).toEqual(before);
  await page.goForward();
  await expect.poll(rows).toEqual([['East', whole(east?.orders)]]);
});

test('the exact SQL is there to read, the chart to look at, and the rows to take along', async () => {
  await page.getByText('SQL', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'SQL' })).toContainText('SELECT');
  await expect(page.getByRole('region', { name: 'SQL' })).toContainText('"regions"."region_name"');
  await expect(page.getByText('"East"')).toBeVisible();
  await page.getByText('Chart', { exact: true }).click();
  await expect(page.getByRole('figure')).toContainText('East');
  expect(new URL(page.url()).searchParams.get('view')).toBe('chart');
  await page.getByText('Table', { exact: true }).click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('orders.csv');
  expect(readFileSync(await download.path(), 'utf8')).toMatch(/^Region,Orders\r\nEast,\d+\r\n$/);
});

test('a long result is scrolled through without drawing all of it, and a column sorts it', async () => {
  await page.goto(addressOf({ explore: 'orders', metrics: ['orders_order_count'], dimensions: ['customers_customer_name'], limit: 2000 }));
  const table = page.getByRole('region', { name: 'Rows' });
  await expect(table.locator('tbody tr').nth(5)).toBeVisible();
  expect(await table.locator('tbody tr').count()).toBeLessThan(120);
  await page.getByRole('button', { name: 'Customer', exact: true }).click();
  const [first] = await askWarehouse(
    instance.dataDir,
    'retail.duckdb',
    'SELECT min(customer_name) AS name FROM orders JOIN customers USING (customer_id)',
  );
  await expect(table.getByRole('cell', { name: String(first?.name), exact: true }).first()).toBeVisible();
  await table.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await expect(table.locator('tr[aria-rowindex="2001"]')).toBeVisible();
});

test('an address with a field that is gone says so and mends itself; a damaged one offers a new start', async () => {
  await page.goto(addressOf({ explore: 'orders', metrics: ['orders_order_count', 'orders_order_cuont'] }));
  await expect(page.getByRole('alert').filter({ hasText: 'orders_order_cuont' }).first()).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Did you mean orders_order_count' })).toBeVisible();
  await page.getByRole('button', { name: 'Take it out' }).click();
  await run();
  const [total] = await askWarehouse(instance.dataDir, 'retail.duckdb', 'SELECT count(*)::INTEGER AS orders FROM orders');
  await expect.poll(rows).toEqual([[whole(total?.orders)]]);

  await page.goto(`${explorer}?query=eyJleHBsb3`);
  await page.getByRole('button', { name: 'Start anew' }).click();
  await expect(page.getByText('Choose an explore to begin')).toBeVisible();
});

test('two versions of an app are compared: queries in words, files line by line, and a way into the explorer', async () => {
  test.setTimeout(240_000);
  await page.goto(instance.url);
  await startApp(page, 'Revenue and orders by month, split by region, with a table of the top customers');
  await expectVersion(page, 1);
  await ask(page, 'make it a stacked bar and add a filter for region');
  await expectVersion(page, 2);
  await page.getByRole('button', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'What changed in version 2' }).click();
  const changes = page.getByRole('region', { name: 'Changes' });
  await expect(changes.getByText('Values of Region')).toBeVisible();
  await expect(changes.getByText(/^\d+ files? .*\+\d+.*−\d+$/)).toBeVisible();
  const app = changes.getByRole('group').filter({ hasText: 'src/App.tsx' });
  await expect(app.getByRole('row').filter({ hasText: 'useFieldFilter' }).first()).toBeVisible();

  await changes.getByRole('link', { name: 'Explore it' }).first().click();
  await page.waitForURL(/\/explore\?query=/);
  await expect.poll(async () => (await rows()).flat()).toContain('East');
  await page.getByRole('link', { name: 'Back to the app' }).click();
  await page.waitForURL(/\/apps\/app_/);

  await page.getByText('Changes', { exact: true }).click();
  await page
    .getByRole('combobox', { name: 'Older version' })
    .or(page.getByRole('textbox', { name: 'Older version' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Version 2' }).click();
  await expect(page.getByText('These versions are the same')).toBeVisible();
});

test('neither page has a finding of the accessibility checker, in light and in dark, nor a sideways scroll on a phone', async () => {
  const app = page.url();
  const query = { explore: 'orders', metrics: ['orders_order_count'], dimensions: ['orders_order_date_month', 'regions_region_name'] };
  const places: [string, string][] = [
    [explorer, 'Choose an explore to begin'],
    [addressOf(query), 'Orders by Order date month, Region'],
    [addressOf(query, '&view=chart'), 'East'],
    [addressOf(query, '&view=sql'), 'SELECT'],
    [addressOf({ ...query, metrics: ['gone'] }), 'Take it out'],
  ];
  const findings = async () => {
    const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
    return violations.map(({ id, nodes }) => `${page.url()}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [address, text] of places) {
      await page.goto(address);
      await expect(page.getByText(text).first()).toBeVisible();
      expect(await findings()).toEqual([]);
    }
    await page.goto(app);
    await page.getByText('Changes', { exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Files' })).toBeVisible();
    expect(await findings()).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [address, text] of places) {
    await page.goto(address);
    await expect(page.getByText(text).first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});
