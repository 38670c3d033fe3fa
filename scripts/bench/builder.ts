import { type Browser, chromium, type Page } from 'playwright';
import { sessionCookie } from '../../lib/auth/session-cookie.ts';
import { db } from '../../lib/db/client.ts';
import { findChromium } from '../../lib/verify/jail.ts';
import { installWatch, readWatch } from '../../tests/e2e/page-watch.ts';
import { LAST_WORDS } from '../../tests/setup/long-log.ts';
import { seedApp, seedFinishedBuild, seedLiveBuild } from '../../tests/setup/seed-conversation.ts';
import { progress } from './bench-instance.ts';
import { type Measured, median } from './figures.ts';

const EVENTS = 2_000;
const RELOADS = 9;
const WAIT_MS = 30_000;
const DAY_MS = 86_400_000;
const WORDS_EVERY_MS = 60;
const TYPED = 'only the last twelve months, and split by region';

/** The builder in a real browser: how soon it is there, how soon it answers while text streams, and what it weighs. */
export async function measureBuilder(url: string): Promise<Measured> {
  progress('the builder in a browser');
  const browser = await chromium.launch({ executablePath: findChromium() });
  try {
    const app = await seedApp();
    await seedFinishedBuild({ ...app, prompt: 'Everything about orders', events: EVENTS, minutesAgo: 10 });
    const page = await signedIn(browser, url, app.userId);
    return { ...(await reloads(page, `${url}/apps/${app.appId}`)), builder_inp_ms: await answersWhileTextStreams(page, url) };
  } finally {
    await browser.close();
  }
}

async function signedIn(browser: Browser, url: string, userId: string): Promise<Page> {
  const sessionToken = crypto.randomUUID() + crypto.randomUUID();
  await db().session.create({ data: { sessionToken, userId, expires: new Date(Date.now() + DAY_MS) } });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ name: sessionCookie().name, value: sessionToken, url }]);
  const page = await context.newPage();
  await installWatch(page, LAST_WORDS);
  return page;
}

/** A reload of a long conversation: the first one fills the browser's cache and the server's, and is not counted. */
async function reloads(page: Page, address: string): Promise<Measured> {
  const shown: number[] = [];
  const painted: number[] = [];
  let scriptBytes = 0;
  for (let round = 0; round <= RELOADS; round += 1) {
    await page.goto(address);
    await page.getByText(LAST_WORDS).waitFor({ timeout: WAIT_MS });
    await page.waitForFunction(() => (window as { glassworksWatch?: { seen: number } }).glassworksWatch?.seen, null, { timeout: WAIT_MS });
    const watch = await readWatch(page);
    if (round === 0) scriptBytes = watch.scriptBytes;
    else {
      shown.push(watch.endSeenMs - watch.askedMs);
      painted.push(watch.lcpMs);
    }
  }
  return { transcript_reload_ms: median(shown), builder_lcp_ms: median(painted), builder_script_kb: scriptBytes / 1_000 };
}

/** The slowest of many keys and clicks while an agent talks without a pause. */
async function answersWhileTextStreams(page: Page, url: string): Promise<number> {
  const app = await seedApp();
  await seedFinishedBuild({ ...app, prompt: 'Everything about orders', events: EVENTS, minutesAgo: 10 });
  const live = await seedLiveBuild(app.appId, app.userId, 'Go on');
  await live.say({ kind: 'step', name: 'generate', status: 'started' });
  await page.goto(`${url}/apps/${app.appId}`);
  await page.getByRole('button', { name: /Writing the app/ }).waitFor({ timeout: WAIT_MS });
  const stop = new AbortController();
  const talk = (async () => {
    for (let word = 0; !stop.signal.aborted; word += 1) {
      await live.say({ kind: 'text', delta: `word **${word}** of the answer, ${word % 12 === 11 ? '\n\n' : ''}` });
      await new Promise((wait) => setTimeout(wait, WORDS_EVERY_MS));
    }
  })();
  await page.getByLabel('What do you want to see?').pressSequentially(TYPED, { delay: 60 });
  // Always in sight: the head of a build that talks for long scrolls away.
  const versions = page.getByRole('button', { name: 'Versions', exact: true });
  for (let clicks = 0; clicks < 6; clicks += 1) await versions.click();
  const { inpMs } = await readWatch(page);
  stop.abort();
  await talk;
  await live.end();
  return inpMs;
}
