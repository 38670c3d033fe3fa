import { join } from 'node:path';
import type { Page, Route } from 'playwright';
import type { EvidenceCheck } from '#lib/contracts/app.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import { env } from '#lib/env.ts';
import { AppError, toError } from '#lib/errors.ts';
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
  /** For all of it; 15 s by default. */
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

/**
 * Opens a bundle in a real browser as a viewer would see it: another origin, the same headers and iframe sandbox, data
 * over the bridge only; and says what happened. The browser has no network.
 * @throws AppError unavailable when there is no browser; the signal's reason when it aborts. A bad app is a result.
 */
export async function verifyBundle(options: VerifyOptions): Promise<Verification> {
  const { signal, deadlineMs = DEADLINE_MS } = options;
  if (!options.files.has('index.html')) throw new AppError('unprocessable', 'The bundle has no index.html. Build the app again.');
  const started = performance.now();
  const left = (): number => Math.max(1, deadlineMs - (performance.now() - started));
  const { page, done } = await browser().open(signal);
  const session = new VerifySession(options.query, signal);
  try {
    await prepare(page, options, session);
    const visit = page.goto(HOST_URL, { waitUntil: 'load', timeout: deadlineMs }).then(() => {
      session.noteLoaded();
      return session.atRest;
    });
    const late = await within(visit, left(), 'open the app', signal).then(
      () => null,
      (error: unknown) => toError(error),
    );
    signal.throwIfAborted();
    if (page.context().browser()?.isConnected() !== true) {
      throw new AppError('unavailable', 'The browser ended while the app was open. Try again.', { cause: late });
    }
    if (late !== null && !(late instanceof AppError)) session.noteError(tidy(late.message, APP_BASE));
    const seen = await look(page, Math.min(LOOK_MS, late === null ? LOOK_MS : 1_000), signal);
    signal.throwIfAborted();
    return { ...evidenceOf(session, seen.visible, late === null ? null : deadlineMs), screenshot: seen.screenshot };
  } finally {
    session.end();
    await done();
  }
}
