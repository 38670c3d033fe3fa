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

/** From the click on an app in the list to its first number in the frame, in a browser that has opened it before. */
export async function measureAppOpen(api: Api, url: string): Promise<Measured> {
  progress('opening an app');
  const appId = await builtApp(api);
  const browser = await chromium.launch({ executablePath: findChromium() });
  try {
    const page = await signedIn(browser, url);
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
  await page.getByRole('button', { name: /sign in/i }).click();
  await page.waitForURL(`${url}/`);
  return page;
}

/** As a person sees it, the trip of the click and of the look by the tool that drives the browser included. */
async function openOnce(page: Page, url: string, appId: string): Promise<number> {
  await page.goto(url);
  const card = page.locator(`a[href="/apps/${appId}"]`);
  await card.hover();
  const started = performance.now();
  await card.click();
  await page.frameLocator('iframe[title="App preview"]').locator('.gw-kpi-value').first().waitFor();
  return performance.now() - started;
}
