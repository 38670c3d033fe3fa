import { rm } from 'node:fs/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { prepareLaunch } from './jail.ts';
import { within } from './within.ts';

/** A page of its own, in a context that shares nothing with any other. */
interface BrowserPage {
  readonly page: Page;
  /** Ends it; a browser that does not let go is ended with it. */
  done(): Promise<void>;
}

export interface VerifyBrowser {
  /**
   * A fresh page, from a browser that is started when there is none or it died.
   * @throws AppError unavailable when Chromium cannot be started
   */
  open(signal: AbortSignal): Promise<BrowserPage>;
  /** Ends the browser. The next `open` starts another one. */
  close(): Promise<void>;
}

const LAUNCH_MS = 20_000;
const PAGE_MS = 10_000;
const CLOSE_MS = 3_000;
export const VIEWPORT = { width: 1280, height: 800 } as const;

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--dns-prefetch-disable',
  // In one process with its host page, a small app opens a good deal faster. The host page knows nothing worth stealing.
  '--disable-features=IsolateSandboxedIframes',
  '--disable-site-isolation-trials',
];

interface Running {
  readonly browser: Browser;
  readonly script: string | null;
}

async function start(executablePath: string, chromiumSandbox: boolean): Promise<Browser> {
  const handle = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath, chromiumSandbox, args: ARGUMENTS, timeout: LAUNCH_MS, ...handle });
}

async function launch(runDir: string): Promise<Running> {
  const { executablePath, jailed } = await prepareLaunch(runDir);
  try {
    const browser = await start(executablePath, true).catch((error: unknown) => {
      if (!jailed) throw error;
      // Some kernels allow no sandbox within the jail. The jail alone must do then.
      log.warn({ err: error }, "Chromium's own sandbox does not start in the jail: it runs in the jail alone");
      return start(executablePath, false);
    });
    log.info({ version: browser.version(), jailed }, 'the browser that verifies apps is running');
    return { browser, script: jailed ? executablePath : null };
  } catch (error) {
    const [reason] = toError(error).message.split('\n');
    throw new AppError('unavailable', `Chromium could not be started, so the app was not opened: ${reason}. Look at the worker's log.`, {
      cause: error,
    });
  }
}

async function prepare(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: VIEWPORT,
    deviceScaleFactor: 1,
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    acceptDownloads: false,
  });
  return { context, page: await context.newPage() };
}

/** Chromium, started at the first use and kept warm, with the next page made ahead of time. */
export function verifyBrowser(runDir: string): VerifyBrowser {
  let running: Promise<Running> | null = null;
  let spare: { browser: Browser; ready: ReturnType<typeof prepare> } | null = null;

  async function current(signal: AbortSignal): Promise<Browser> {
    running ??= launch(runDir);
    const mine = running;
    try {
      const { browser } = await within(mine, 2 * LAUNCH_MS, 'start Chromium', signal);
      if (browser.isConnected()) return browser;
    } catch (error) {
      if (running === mine && !signal.aborted) running = null;
      throw error;
    }
    await end(mine);
    return current(signal);
  }

  async function end(which: Promise<Running> | null): Promise<void> {
    if (which === null) return;
    if (running === which) running = null;
    spare = null;
    const started = await which.catch(() => null); // whoever asked for it has the error
    if (started === null) return;
    const { browser, script } = started;
    await browser.close().catch((error: unknown) => log.warn({ err: error }, 'the browser did not close in order'));
    if (script !== null) await rm(script, { force: true });
  }

  function warmUp(browser: Browser): void {
    if (spare !== null || !browser.isConnected()) return;
    const ready = prepare(browser);
    spare = { browser, ready };
    ready.catch((error: unknown) => {
      if (spare?.ready === ready) spare = null;
      log.debug({ err: error }, 'no page could be made ahead of time');
    });
  }

  function take(browser: Browser): ReturnType<typeof prepare> {
    const ready = spare?.browser === browser ? spare.ready : prepare(browser);
    spare = null;
    return ready;
  }

  async function openPage(signal: AbortSignal): Promise<BrowserPage> {
    const browser = await current(signal);
    const mine = running;
    const { context, page } = await within(take(browser), PAGE_MS, 'open a page', signal);
    const done = async (): Promise<void> => {
      try {
        await within(context.close(), CLOSE_MS, 'close the page');
        warmUp(browser);
      } catch (error) {
        log.warn({ err: error }, 'a page did not close: the browser is started again');
        await end(mine);
      }
    };
    return { page, done };
  }

  return {
    async open(signal) {
      try {
        return await openPage(signal);
      } catch (error) {
        signal.throwIfAborted();
        // It may have died a moment ago without anybody noticing yet.
        log.warn({ err: error }, 'no page could be opened: the browser is started again');
        await end(running);
        return openPage(signal);
      }
    },
    close: () => end(running),
  };
}
