import { type Browser, chromium, type Page } from 'playwright';
import { createSignInLink } from '../../lib/auth/sign-in-link.ts';
import { db } from '../../lib/db/client.ts';
import { findChromium } from '../../lib/verify/jail.ts';
import type { Api } from './api.ts';
import { progress } from './bench-instance.ts';
import { type Measured, median } from './figures.ts';

const ROUNDS = 9;
const WARM_UP = 3;
const WAIT_MS = 120_000;
const NUMBER = '.gw-kpi-value';

/** From the click on an app in the list to its first number in the frame, in a browser that has opened it before. */
export async function measureAppOpen(api: Api, url: string): Promise<Measured> {
  progress('opening an app');
  const appId = await builtApp(api);
  const browser = await chromium.launch({ executablePath: findChromium() });
  try {
    const page = await signedIn(browser, url);
    await installTimes(page);
    const times: number[] = [];
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const ms = await openOnce(page, url, appId);
      if (round >= 0) times.push(ms);
    }
    return { app_first_number_ms: median(times) };
  } finally {
    await browser.close();
  }
}

async function builtApp(api: Api): Promise<string> {
  const appId = await api.createApp();
  const buildId = await api.startBuild(appId, 'Revenue and orders by month, split by region');
  for await (const event of api.events(buildId, AbortSignal.timeout(WAIT_MS))) {
    if (event.kind === 'done' && event.status !== 'succeeded') throw new Error(`the build of the app to open ${event.status}`);
  }
  return appId;
}

/** A page of the admin. */
export async function signedIn(browser: Browser, url: string): Promise<Page> {
  const { email } = await db().user.findFirstOrThrow({ where: { role: 'admin' } });
  const page = await browser.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(await createSignInLink(email ?? ''));
  await page.getByRole('button', { name: 'Sign in with this link' }).click();
  await page.waitForURL(`${url}/`);
  return page;
}

/** When an app was clicked on, and when its first number was painted: in milliseconds since 1970, by the browser's own clock. */
type Timed = Window & { glassworksTimes?: { clicked: number; painted: number } };

/** From now on every page and frame of this tab writes down both. */
async function installTimes(page: Page): Promise<void> {
  await page.addInitScript((number) => {
    const times = { clicked: 0, painted: 0 };
    (window as Timed).glassworksTimes = times;
    const now = () => performance.timeOrigin + performance.now();
    addEventListener('click', ({ timeStamp }) => (times.clicked = performance.timeOrigin + timeStamp), { capture: true });
    const look = new MutationObserver(() => {
      if (document.querySelector(number) === null) return;
      look.disconnect();
      requestAnimationFrame(() => setTimeout(() => (times.painted = now())));
    });
    look.observe(document, { childList: true, subtree: true });
  }, NUMBER);
}

async function openOnce(page: Page, url: string, appId: string): Promise<number> {
  await page.goto(url);
  const card = page.locator(`a[href="/apps/${appId}"]`);
  await card.hover();
  await card.click();
  await page.frameLocator('iframe[title="App preview"]').locator(NUMBER).first().waitFor();
  const clicked = await page.evaluate(() => (window as Timed).glassworksTimes?.clicked ?? 0);
  const frame = page.frames().find((one) => one.parentFrame() !== null);
  const painted = await frame?.waitForFunction(() => (window as Timed).glassworksTimes?.painted || null);
  return Number(await painted?.jsonValue()) - clicked;
}
