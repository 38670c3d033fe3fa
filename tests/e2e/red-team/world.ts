import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, expect, type Frame, type Page } from '@playwright/test';
import { signInByLink } from '../builder-page.ts';
import { type Instance, startInstance } from '../instance.ts';
import { reachInto } from '../reach-into.ts';
import { type SeededApp, seedApp, seedPerson } from '../seeded.ts';
import { type Canary, startCanary } from './canary.ts';
import { hostileApp, plainApp, type Site, startControlSite } from './hostile-app.ts';

export interface World {
  readonly instance: Instance;
  readonly browser: Browser;
  /** Signed in as somebody who may open what is published and change nothing. */
  readonly viewer: BrowserContext;
  readonly authorId: string;
  readonly viewerId: string;
  readonly hostile: SeededApp;
  /** Somebody's personal app, which the viewer may not see. */
  readonly secret: SeededApp;
  /** Nothing may ever arrive here. */
  readonly prey: Canary;
  /** What the same attacks reach from an unprotected page. */
  readonly control: Canary;
  readonly site: Site;
  /** What the browser wrote about its network, names that it looked up among it. Complete once the browser is closed. */
  readonly networkLog: string;
  close(): Promise<void>;
}

export async function startWorld(launch: (args: string[]) => Promise<Browser>): Promise<World> {
  const instance = await startInstance('red-team');
  await reachInto(instance);
  const networkLog = join(instance.dataDir, 'network.json');
  const [prey, control, site, browser] = await Promise.all([
    startCanary('prey'),
    startCanary('control'),
    startControlSite(),
    launch([`--log-net-log=${networkLog}`]),
  ]);
  const author = await seedPerson('editor', 'Ada Author');
  const viewing = await seedPerson('viewer', 'Vic Viewer');
  const versions = [hostileApp(), plainApp('Not published')];
  const hostile = await seedApp(instance, { name: 'Hostile app', ownerId: author.id, versions, published: 1 });
  const secret = await seedApp(instance, { name: 'Secret app', ownerId: author.id, versions: [plainApp('A secret')], personal: true });
  const viewer = await browser.newContext({ acceptDownloads: true });
  await signIn(viewer, viewing.link);
  return {
    ...{ instance, browser, viewer, authorId: author.id, viewerId: viewing.id, hostile, secret, prey, control, site, networkLog },
    async close() {
      await browser.close();
      await Promise.all([prey.close(), control.close(), site.close(), instance.stop()]);
    },
  };
}

async function signIn(context: BrowserContext, link: string): Promise<void> {
  const page = await context.newPage();
  await signInByLink(page, link);
  await page.close();
}

/** The app in the frame of a page; waits until there is one. */
export async function appIn(page: Page): Promise<Frame> {
  await expect.poll(() => frameOf(page) !== undefined).toBe(true);
  const frame = frameOf(page);
  if (frame === undefined) throw new Error('the frame went away again');
  await frame.waitForFunction(() => (window as unknown as { armed?: boolean }).armed === true);
  return frame;
}

export const frameOf = (page: Page): Frame | undefined =>
  page.frames().find((frame) => frame.parentFrame() === page.mainFrame() && frame.url().includes('/p/'));

/** Opens the hostile app as the viewer does. */
export async function openHostile({ viewer, instance, hostile }: World): Promise<{ page: Page; frame: Frame }> {
  const page = await viewer.newPage();
  await page.goto(`${instance.url}/apps/${hostile.id}/view`);
  return { page, frame: await appIn(page) };
}

/** The same code on a page that nothing protects. */
export async function openControl({ browser, site }: World): Promise<{ page: Page; frame: Frame }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => (window as unknown as { armed?: boolean }).armed === true);
  return { page, frame: page.mainFrame() };
}

/**
 * Asks the page around the app where it is and what it says, past the driver: that takes a page for crashed as soon as
 * one of its frames is.
 */
export async function watchHost(page: Page): Promise<() => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  const expression = `({ address: location.href, heading: document.querySelector('h1')?.textContent })`;
  return async () => (await session.send('Runtime.evaluate', { expression, returnByValue: true })).result.value as unknown;
}

const ATTACK_MS = 3_000;

/**
 * Tells the app to attack, with the privileges of a person's click.
 * @returns what became of it; fails when it was not even tried
 */
export async function attack(page: Page, frame: Frame, kind: string, name: string, target: unknown): Promise<string> {
  const tried = page.waitForEvent('console', { predicate: (message) => message.text() === `tried ${name}`, timeout: ATTACK_MS });
  const outcome = frame
    .evaluate(
      ([kind, name, target, ms]) => {
        const { attack } = window as unknown as { attack(kind: string, name: string, target: unknown): unknown };
        const deadline = new Promise((resolve) => setTimeout(() => resolve('no answer'), ms));
        const work = Promise.resolve().then(() => attack(kind, name, target));
        return Promise.race([work, deadline]).then(String, (error) => `refused: ${error}`);
      },
      [kind, name, target, ATTACK_MS] as const,
    )
    .catch((error: Error) => `the frame is gone: ${error.message}`);
  await tried;
  // A frame that was ended, or is on its way elsewhere, answers no more.
  const gone = new Promise<string>((resolve) => setTimeout(() => resolve('the frame is gone'), ATTACK_MS + 500));
  return Promise.race([outcome, gone]);
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly params?: { readonly host?: string } }[];
}

/** Every name that the browser asked a resolver for. Call it after the browser was closed. */
export function namesLookedUp(file: string): string[] {
  if (!existsSync(file)) throw new Error('the browser wrote no network log');
  const { constants, events } = JSON.parse(readFileSync(file, 'utf8')) as NetLog;
  const type = constants.logEventTypes.HOST_RESOLVER_MANAGER_REQUEST;
  return events.flatMap((event) => (event.type === type && event.params?.host ? [event.params.host] : []));
}
