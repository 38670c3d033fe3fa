import { request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Env, env, parseEnv } from '#lib/env.ts';
import { type AppOrigins, appOrigins } from '#lib/preview/app-origins.ts';
import { type AppsServer, startAppsServer } from '#lib/preview/apps-server.ts';
import type { Origins } from '#lib/preview/csp.ts';
import { APP_SANDBOX, hostFrameSrc } from '#lib/preview/csp.ts';
import { mintPreviewToken } from '#lib/preview/token.ts';
import { bundleKey, bundlePrefix, sourceKey } from '#lib/storage/keys.ts';
import { fileStore } from '#lib/storage/providers/file.ts';
import { type VerifyBrowser, verifyBrowser } from '#lib/verify/browser.ts';
import { bundle } from './verify-bundles.ts';

const store = fileStore(join(env().GLASSWORKS_DATA_DIR, 'files'));
const origins: Origins = { apps: 'https://apps.example.test', web: 'https://web.example.test' };
const prefix = bundlePrefix('app_1', 'bld_1');
const shared: AppOrigins = { separate: false, frames: origins.apps, of: () => origins.apps };
const mint = (ttlMs: number, appId = 'app_1'): string =>
  mintPreviewToken({ actorId: 'usr_1', appId, version: 1, bundlePrefix: prefix, expiresAt: new Date(Date.now() + ttlMs) });
const token = mint(600_000);
const PICTURE = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
let server: AppsServer;

interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/** Node's own client, because fetch unpacks bodies and tidies paths. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', port = server.port): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = request({ host: '127.0.0.1', port, path, headers, method, agent: false }, (response) => {
    const flat = response.headers as Record<string, string | undefined>;
    buffer(response).then((body) => resolve({ status: response.statusCode ?? 0, headers: flat, body }), reject);
  });
  outgoing.on('error', reject).end();
  return promise;
}

beforeAll(async () => {
  for (const [path, body] of bundle(`show('<p id="done">' + origin + '</p>'); settled();`)) await store.put(bundleKey(prefix, path), body);
  await store.put(bundleKey(prefix, 'assets/größe 1.png'), PICTURE);
  await store.put(bundleKey(prefix, 'assets/large.js'), `/* ${'long text '.repeat(2_000)}*/`);
  await store.put(sourceKey('app_1', 'bld_1'), 'the source');
  server = await startAppsServer({ host: '127.0.0.1', port: 0, store, apps: shared, web: origins.web });
});
afterAll(() => server.close());

describe('a file of a version', () => {
  it('is served with its type, for good, and with the policy that locks the app in', async () => {
    const { status, headers, body } = await ask(`/p/${token}/index.html`);
    expect(status).toBe(200);
    expect(body.toString()).toContain('<div id="root">');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'connection-allowlist': '(response-origin)',
    });
    expect(headers['set-cookie']).toBeUndefined();
    const policy = (headers['content-security-policy'] ?? '').split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        `default-src 'none'`,
        `script-src https://apps.example.test/p/${token}/`,
        `style-src https://apps.example.test/p/${token}/ 'unsafe-inline'`,
        `connect-src 'none'`,
        `form-action 'none'`,
        `base-uri 'none'`,
        'frame-ancestors https://web.example.test',
        'sandbox allow-scripts',
      ]),
    );
    expect(headers['permissions-policy']).toMatch(/camera=\(\).*microphone=\(\).*payment=\(\)/);
  });

  it('is index.html when the address names none', async () => {
    expect((await ask(`/p/${token}/`)).body.toString()).toContain('<div id="root">');
  });

  it.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ] as const)('is packed for a client that accepts %s, the same each time', async (accept, encoding, unpack) => {
    const plain = await ask(`/p/${token}/assets/large.js`);
    expect(plain.headers['content-encoding']).toBeUndefined();
    for (let i = 0; i < 2; i++) {
      const packed = await ask(`/p/${token}/assets/large.js`, { 'accept-encoding': accept });
      expect(packed.headers).toMatchObject({
        'content-encoding': encoding,
        vary: 'accept-encoding',
        'content-type': 'text/javascript; charset=utf-8',
      });
      expect(packed.body.length).toBeLessThan(plain.body.length / 10);
      expect(Number(packed.headers['content-length'])).toBe(packed.body.length);
      expect(unpack(packed.body).equals(plain.body)).toBe(true);
      expect(packed.headers.etag).not.toBe(plain.headers.etag);
    }
  });

  it('is not sent again to a client that has it', async () => {
    for (const headers of [{}, { 'accept-encoding': 'br' }] as Record<string, string>[]) {
      const first = await ask(`/p/${token}/assets/app.js`, headers);
      const again = await ask(`/p/${token}/assets/app.js`, { ...headers, 'if-none-match': String(first.headers.etag) });
      expect(again.status).toBe(304);
      expect(again.body).toHaveLength(0);
      expect(again.headers['cache-control']).toContain('immutable');
    }
    expect((await ask(`/p/${token}/assets/app.js`, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('is served in part', async () => {
    const path = `/p/${token}/assets/${encodeURIComponent('größe 1.png')}`;
    const part = await ask(path, { range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(part.headers).toMatchObject({ 'content-range': 'bytes 10-19/256', 'content-length': '10', 'content-type': 'image/png' });
    expect(part.body.equals(PICTURE.subarray(10, 20))).toBe(true);
    expect((await ask(path, { range: 'bytes=-6' })).body.equals(PICTURE.subarray(250))).toBe(true);
    expect((await ask(path, { range: 'bytes=10-19', 'if-range': '"other"' })).status).toBe(200);
    const beyond = await ask(path, { range: 'bytes=999-' });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */256']);
  });

  it('has the same headers and no body for HEAD', async () => {
    const get = await ask(`/p/${token}/assets/app.js`);
    const head = await ask(`/p/${token}/assets/app.js`, {}, 'HEAD');
    expect(head.body).toHaveLength(0);
    const { date: _getDate, ...expected } = get.headers;
    expect(head.headers).toMatchObject(expected);
  });
});

describe('an address that leads to no file', () => {
  it.each([
    '/',
    '/p/',
    '/p/x/index.html',
    `/p/${token}`,
    `/p/${token}x/index.html`,
    `/p/${token}/missing.js`,
    `/p/${token}/../source.tar.gz`,
    `/p/${token}/..%2fsource.tar.gz`,
    `/p/${token}/%2e%2e/source.tar.gz`,
    `/p/${token}/assets/..%5c..%5cx`,
    `/p/${token}/a%00b`,
    `/p/${token}/%ff`,
    `/p/${token}//etc/passwd`,
    '/api/apps',
  ])('is answered with a page that says so: %s', async (path) => {
    const { status, headers, body } = await ask(path);
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toContain(`default-src 'none'`);
    expect(body.toString()).not.toContain('the source');
  });

  it('says that a preview has expired and what to do', async () => {
    const { status, headers, body } = await ask(`/p/${mint(-1_000)}/index.html`);
    expect(status).toBe(410);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.toString()).toMatch(/has expired[\s\S]*Reload the page/);
  });

  it('takes GET and HEAD only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const { status, headers } = await ask(`/p/${token}/index.html`, {}, method);
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    }
  });

  it('answers /health', async () => {
    expect((await ask('/health')).body.toString()).toBe('{"ok":true}');
  });

  it('asks robots to stay away', async () => {
    const { status, headers, body } = await ask('/robots.txt');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(body.toString()).toBe('User-agent: *\nDisallow: /\n');
  });

  it('says that files cannot be read when the storage fails, without telling why', async () => {
    const broken = { ...store, head: () => Promise.reject(new Error('secret detail')) };
    const failing = await startAppsServer({ host: '127.0.0.1', port: 0, store: broken, apps: shared, web: origins.web });
    const response = await fetch(`http://127.0.0.1:${failing.port}/p/${token}/index.html`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret detail');
    await failing.close();
  });
});

describe('with a host for each app', () => {
  const environment = (GLASSWORKS_APPS_WILDCARD: string): Env => parseEnv({ ...process.env, GLASSWORKS_APPS_WILDCARD });
  const apps = appOrigins(environment('apps.example.test'));
  let separate: AppsServer;
  beforeAll(async () => {
    separate = await startAppsServer({ host: '127.0.0.1', port: 0, store, apps, web: origins.web });
  });
  afterAll(() => separate.close());

  const askHost = (host: string, path: string): Promise<Answer> => ask(path, { host }, 'GET', separate.port);

  it('an app runs on a host that is its own, the same every time, and that can be a host name', () => {
    const [one, two] = [apps.of('app_1'), apps.of('app_2')];
    expect(one).toMatch(/^https:\/\/[0-9a-f]{32}\.apps\.example\.test$/);
    expect(apps.of('app_1')).toBe(one);
    expect(two).not.toBe(one);
    expect(apps.frames).toBe('https://*.apps.example.test');
  });

  it('a token opens its app on that host and nowhere else', async () => {
    const own = new URL(apps.of('app_1')).host;
    const found = await askHost(own, `/p/${token}/index.html`);
    expect(found.status).toBe(200);
    expect(found.headers['content-security-policy']).toContain(`script-src https://${own}/p/${token}/;`);
    for (const host of [new URL(apps.of('app_2')).host, 'apps.example.test', `x.${own}`, `127.0.0.1:${separate.port}`, '[', '']) {
      expect((await askHost(host, `/p/${token}/index.html`)).status, host).toBe(404);
    }
    expect((await askHost(own, `/p/${mint(600_000, 'app_2')}/index.html`)).status).toBe(404);
    expect((await askHost('any.where', '/health')).status).toBe(200);
  });

  it('may be told the scheme and port, for a machine without TLS; anything that is no domain is refused at start', () => {
    expect(appOrigins(environment('http://apps.localhost:3001')).of('app_1')).toMatch(/^http:\/\/[0-9a-f]{32}\.apps\.localhost:3001$/);
    for (const value of ['*.apps.example.test', 'apps.example.test/', 'ftp://apps.example.test', 'a b', 'apps.example.test; x']) {
      expect(() => environment(value), value).toThrow('GLASSWORKS_APPS_WILDCARD');
    }
  });
});

describe('in a real browser', () => {
  let browser: VerifyBrowser;
  beforeAll(() => {
    browser = verifyBrowser(join(env().GLASSWORKS_DATA_DIR, 'run'));
  });
  afterAll(() => browser.close());

  /** Opens an app in the iframe of a page of `web`; every request to the apps origin is answered by the real server. */
  async function open(web: string): Promise<{ text: string; errors: string[] }> {
    const { page, done } = await browser.open(AbortSignal.timeout(30_000));
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      if (url.origin === origins.apps) {
        const { status, headers, body } = await ask(url.pathname, route.request().headers());
        const { 'content-encoding': encoding, 'content-length': _length, ...rest } = headers;
        const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
        return route.fulfill({ status, headers: rest as Record<string, string>, body: plain });
      }
      const frame = `<iframe sandbox="${APP_SANDBOX}" src="${origins.apps}/p/${token}/index.html#host=${web}"></iframe>`;
      const script = `<script>addEventListener('message', (event) => {
        const { port1, port2 } = new MessageChannel();
        if (event.data?.glassworks === 'hello') event.source.postMessage({ glassworks: 'welcome', version: 1, colorScheme: 'light' }, '*', [port2]);
      });</script>`;
      return route.fulfill({
        contentType: 'text/html',
        headers: { 'content-security-policy': hostFrameSrc(origins) },
        body: script + frame,
      });
    });
    await page.goto(`${web}/`, { waitUntil: 'load' });
    const frame = page.frames().find((candidate) => candidate.parentFrame() !== null);
    const text = await (frame?.locator('#done').textContent({ timeout: 2_000 }) ?? Promise.resolve('')).catch(() => '');
    await done();
    return { text: text ?? '', errors };
  }

  it('the app runs on an opaque origin, inside a page of the web origin', async () => {
    expect(await open(origins.web)).toEqual({ text: 'null', errors: [] });
  });

  it('the app does not open inside a page of another origin', async () => {
    const { text, errors } = await open('https://phishing.test');
    expect(text).toBe('');
    expect(errors.join()).toContain('frame-ancestors');
  });
});
