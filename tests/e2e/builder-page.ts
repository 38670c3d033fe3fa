import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** A few seconds; on a crowded machine, a few minutes. */
const BUILD_MS = 240_000;

/** Signs in with the one-time link, as its receiver would. */
export async function signInByLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in with this link' }).click();
  await expect(page.getByRole('heading', { name: 'What do you want to see?' })).toBeVisible();
}

/** Writes a prompt on the start page; ends on the builder page. */
export async function startApp(page: Page, prompt: string): Promise<void> {
  await page.getByLabel('What do you want to see?').fill(prompt);
  await page.getByRole('button', { name: 'Build' }).click();
  await page.waitForURL(/\/apps\/app_/);
}

/** Sends another prompt on the builder page, to be built at once. */
export async function ask(page: Page, prompt: string): Promise<void> {
  const composer = page.getByLabel('What do you want to see?');
  await composer.fill(prompt);
  // While the build before is still on its way out, Enter would let the prompt wait for it.
  await expect(page.getByRole('button', { name: 'Build', exact: true })).toBeEnabled();
  await composer.press('Enter');
  await expect(composer).toHaveValue('');
}

/** Nothing on the page is still being loaded. The network is never idle: pages hear news over a stream. */
export const expectNothingAwaited = (page: Page): Promise<void> => expect(page.locator('[aria-busy="true"]')).toHaveCount(0);

/** Waits until this version has been built, and its app is in the frame. */
export async function expectVersion(page: Page, number: number): Promise<FrameLocator> {
  await expect(page.getByRole('button', { name: `Show version ${number}` })).toBeVisible({ timeout: BUILD_MS });
  return appFrame(page);
}

export const appFrame = (page: Page): FrameLocator => page.frameLocator('iframe[title="App preview"]');

/** The number that a tile of the running app shows under this label. */
export async function tileValue(frame: FrameLocator, label: string): Promise<string> {
  const tile = frame
    .locator('section.gw-card')
    .filter({ has: frame.getByText(label, { exact: true }) })
    .first();
  const value = tile.locator('.gw-kpi-value');
  await expect(value).toBeVisible();
  return ((await value.textContent()) ?? '').trim();
}

/** The body of a table of the running app, cell by cell. */
export async function tableRows(frame: FrameLocator, title: string): Promise<string[][]> {
  const card = frame.locator('section.gw-card').filter({ has: frame.getByRole('heading', { name: title }) });
  const rows = card.locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  return rows.evaluateAll((list) => list.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')));
}

/** One prompt and what became of it. */
export const turnOf = (page: Page, prompt: string): Locator => page.getByRole('article', { name: `Prompt: ${prompt}`, exact: true });

export const conversation = (page: Page): Locator => page.getByRole('region', { name: 'Conversation' });
