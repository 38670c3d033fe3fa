import { type Browser, chromium, type Page } from 'playwright';
import { findChromium } from '../../lib/verify/jail.ts';
import { seedApp, seedLiveBuild } from '../../tests/setup/seed-conversation.ts';
import { signedIn } from './app-open.ts';
import { progress } from './bench-instance.ts';
import { type Measured, median } from './figures.ts';

const ROUNDS = 7;
const WAIT_MS = 30_000;

/** From the moment at which the network is back to the words on the page that were said without it. */
export async function measureReconnect(url: string): Promise<Measured> {
  progress('a network that was gone');
  const browser = await chromium.launch({ executablePath: findChromium() });
  try {
    return { reconnect_ms: await reconnects(browser, url) };
  } finally {
    await browser.close();
  }
}

async function reconnects(browser: Browser, url: string): Promise<number> {
  const page = await signedIn(browser, url);
  const { appId, userId } = await seedApp();
  const live = await seedLiveBuild(appId, userId, 'Go on');
  await live.say({ kind: 'step', name: 'generate', status: 'started' }, { kind: 'text', delta: 'word 0 ' });
  await page.goto(`${url}/apps/${appId}`);
  await page.getByText('word 0').waitFor();
  const times: number[] = [];
  let said = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    for (let word = 0; word < 20; word++) await live.say({ kind: 'text', delta: `word ${++said} ` });
    times.push(await untilShown(page, `word ${said}`));
    const text = await page.getByText('word 0').first().textContent();
    const expected = Array.from({ length: said + 1 }, (_, word) => `word ${word}`).join(' ');
    if (!text?.includes(expected)) throw new Error(`words were lost or repeated: ${text}`);
  }
  await live.end();
  return median(times);
}

type Watching = typeof globalThis & { glassworksShown?: Promise<number> };

/** The page itself watches, from the event on that tells it of the network. */
async function untilShown(page: Page, words: string): Promise<number> {
  await page.evaluate(
    ({ text, waitMs }) => {
      const watch = (resolve: (ms: number) => void, reject: (error: Error) => void) => {
        const onBack = () => {
          const backAt = performance.now();
          const look = () => {
            const ms = performance.now() - backAt;
            if (document.body.textContent?.includes(text)) resolve(ms);
            else if (ms < waitMs) requestAnimationFrame(look);
            else reject(new Error(`"${text}" was not shown within ${waitMs} ms`));
          };
          look();
        };
        addEventListener('online', onBack, { once: true });
      };
      (globalThis as Watching).glassworksShown = new Promise(watch);
    },
    { text: words, waitMs: WAIT_MS },
  );
  await page.context().setOffline(false);
  return page.evaluate(() => (globalThis as Watching).glassworksShown ?? Number.NaN);
}
