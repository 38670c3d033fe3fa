import { join } from 'node:path';
import type { Page, Route } from 'playwright';
import type { EvidenceCheck } from '#lib/contracts/app.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import { env } from '#lib/env.ts';
import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { contentTypeOf } from '#lib/preview/content-type.ts';
import { appHeaders } from '#lib/preview/csp.ts';
import { countVisible, type Visible } from './blank.ts';
import { type VerifyBrowser, VIEWPORT, verifyBrowser } from './browser.ts';
import { evidenceOf } from './checks.ts';
import { consoleKind, tidy } from './console-message.ts';
import { APP_BASE, BRIDGE_URL, HOST_HEADERS, HOST_HTML, HOST_URL, INIT_SCRIPT, ORIGINS } from './host-page.ts';
import { type RunQuery, VerifySession } from './session.ts';
import { within } from './within.ts';

export interface VerifyOptions {
  /** The bundle: path → content. Must hold `index.html`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Runs a query of the app as its author. */
  readonly query: RunQuery;
  readonly signal: AbortSignal;
  /** Until the app must have come to rest, in milliseconds; 15 s by default. */
  readonly deadlineMs?: number;
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Verification {
  /** opened, no_errors, queries_answered, not_blank, no_outside_requests. */
  readonly checks: EvidenceCheck[];
  /** PNG; null when the app did not come to rest or could not be painted. */
  readonly screenshot: Buffer | null;
  /** The distinct queries that the app asked. */
  readonly queries: MetricQuery[];
  /** Everything that is wrong, for the person and the agent. Untrusted text. */
  readonly problems: string[];
}

const DEADLINE_MS = 15_000;
const LOOK_MS = 5_000;
const LATE_LOOK_MS = 1_000;
const ALIVE_MS = 3_000;

let shared: VerifyBrowser | null = null;
const browser = (): VerifyBrowser => {
  shared ??= verifyBrowser(join(env().GLASSWORKS_DATA_DIR, 'run'));
  return shared;
};

/** Starts the browser and makes a page, so that the first verification does not wait for it. */
export async function warmVerifyBrowser(signal: AbortSignal): Promise<void> {
  const { page, done } = await browser().open(signal);
  await page.screenshot({ timeout: LOOK_MS }); // the first picture of a browser takes long
  await done();
}

/** Ends the browser, at the end of the process. */
export async function closeVerifyBrowser(): Promise<void> {
  await shared?.close();
  shared = null;
}

async function serve(route: Route, files: VerifyOptions['files'], session: VerifySession): Promise<void> {
  const request = route.request();
  const url = new URL(request.url());
  const address = url.origin + url.pathname;
  if (address === BRIDGE_URL && request.method() === 'POST') {
    const answer = await session.receive(request.postData() ?? '');
    return route.fulfill(
      answer === null ? { status: 204 } : { status: 200, contentType: 'application/json', body: JSON.stringify(answer) },
    );
  }
  if (address === HOST_URL) return route.fulfill({ headers: HOST_HEADERS, body: HOST_HTML });
  if (!address.startsWith(APP_BASE)) {
    session.noteOutside(`The app asked for ${tidy(request.url(), APP_BASE)}. Apps have no way out but queries.`);
    return route.abort('blockedbyclient');
  }
  const path = decodeURIComponent(url.pathname.slice(new URL(APP_BASE).pathname.length));
  const body = files.get(path);
  if (body === undefined) {
    session.noteError(`The app asked for "${path}", which is not in its bundle.`);
    return route.fulfill({ status: 404, headers: appHeaders(ORIGINS), body: '' });
  }
  return route.fulfill({ headers: { ...appHeaders(ORIGINS), 'content-type': contentTypeOf(path) }, body: Buffer.from(body) });
}

async function prepare(page: Page, options: VerifyOptions, session: VerifySession): Promise<void> {
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const line = tidy(message.text(), APP_BASE);
    const kind = consoleKind(line);
    if (kind === 'outside') session.noteOutside(line);
    if (kind === 'error') session.noteError(line);
  });
  page.on('pageerror', (error) => session.noteError(tidy(error.message, APP_BASE)));
  page.on('crash', () => session.noteError('The page crashed, most likely for want of memory.'));
  page.on('popup', (popup) => session.noteOutside(`The app opened a window: ${tidy(popup.url(), APP_BASE)}`));
  page.on('dialog', (dialog) => {
    session.noteError(`The app opened a "${dialog.type()}" dialog, which apps cannot: ${tidy(dialog.message(), APP_BASE)}`);
    dialog.dismiss().catch(() => undefined); // the page may be gone
  });
  const { width, height } = { ...VIEWPORT, ...options.viewport };
  await Promise.all([
    page.context().addInitScript(INIT_SCRIPT),
    page.context().route('**/*', (route) => serve(route, options.files, session).catch(() => undefined)), // the page was closed meanwhile
    options.viewport ? page.setViewportSize({ width, height }) : undefined,
  ]);
}

interface Look {
  readonly visible: Visible | null;
  readonly screenshot: Buffer | null;
}

/** What there is to see. An app that keeps its thread busy shows nothing: that is a finding, not a failure of ours. */
async function look(page: Page, ms: number, signal: AbortSignal): Promise<Look> {
  const frame = page.frames().find((candidate) => candidate.parentFrame() === page.mainFrame());
  const orNull = <T>(work: Promise<T>): Promise<T | null> => within(work, ms, 'show the app', signal).catch(() => null);
  const [visible, screenshot] = await Promise.all([
    frame ? orNull(countVisible(frame)) : null,
    orNull(page.screenshot({ type: 'png', animations: 'disabled', timeout: ms })),
  ]);
  return { visible, screenshot };
}

/** The browser went away: that says nothing about the app. */
class BrowserGone extends AppError {
  constructor() {
    super('unavailable', 'The browser ended twice while the app was open, perhaps for want of memory. Try again.');
  }
}

async function assertAlive(page: Page): Promise<void> {
  const instance = page.context().browser();
  try {
    if (instance?.isConnected() !== true) throw new BrowserGone();
    const probe = instance.newBrowserCDPSession().then((session) => session.detach());
    await within(probe, ALIVE_MS, 'answer');
  } catch {
    throw new BrowserGone(); // whatever it was, it does not answer any more
  }
}

async function attempt(options: VerifyOptions, deadlineMs: number): Promise<Verification> {
  const { signal } = options;
  const { page, done } = await browser().open(signal);
  const session = new VerifySession(options.query, signal);
  try {
    const visit = prepare(page, options, session)
      .then(() => page.goto(HOST_URL, { waitUntil: 'load', timeout: deadlineMs }))
      .then(() => session.noteLoaded())
      .then(() => session.atRest);
    const late = await within(visit, deadlineMs, 'open the app', signal).then(
      () => null,
      (error: unknown) => toError(error),
    );
    signal.throwIfAborted();
    const { visible, screenshot } = await look(page, late === null ? LOOK_MS : LATE_LOOK_MS, signal);
    signal.throwIfAborted();
    // Before an app is blamed for not responding: does its browser?
    if (visible === null) await assertAlive(page);
    if (late !== null && !(late instanceof AppError)) session.noteError(tidy(late.message, APP_BASE));
    return { ...evidenceOf(session, visible, late === null ? null : deadlineMs), screenshot };
  } finally {
    session.end();
    await done();
  }
}

/**
 * Opens a bundle in a real browser as a viewer would see it: another origin, the same headers and iframe sandbox, data
 * over the bridge only; and says what happened. The browser has no network. When it dies, another one is tried once.
 * @throws AppError unavailable when there is no browser; the signal's reason when it aborts. A bad app is a result.
 */
export async function verifyBundle(options: VerifyOptions): Promise<Verification> {
  if (!options.files.has('index.html')) throw new AppError('unprocessable', 'The bundle has no index.html. Build the app again.');
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  try {
    return await attempt(options, deadlineMs);
  } catch (error) {
    if (!(error instanceof BrowserGone)) throw error;
    log.warn({ err: error }, 'the browser ended while an app was open: trying another one');
    return attempt(options, deadlineMs);
  }
}
