import { expect, test } from '@playwright/test';
import { appOrigins } from '#lib/preview/app-origins.ts';
import { mintPreviewToken } from '#lib/preview/token.ts';
import { appIn, openHostile, type World } from './world.ts';

const HOUR_MS = 3_600_000;

/** An address of an app on the apps origin, as its author gets it. */
function addressOf({ authorId, secret }: World, ttlMs = HOUR_MS): string {
  const expiresAt = new Date(Date.now() + ttlMs);
  const [bundlePrefix = ''] = secret.prefixes;
  const token = mintPreviewToken({ actorId: authorId, appId: secret.id, version: 1, bundlePrefix, expiresAt });
  return `${appOrigins().of(secret.id)}/p/${token}/`;
}

export function tokenTests(world: () => World): void {
  test('an app that knows the address of another app loads nothing of it', async () => {
    const address = addressOf(world());
    expect((await fetch(`${address}assets/bridge.js`)).status, 'the address is good').toBe(200);
    const { page, frame } = await openHostile(world());
    const outcomes = await frame.evaluate(async (base) => {
      const outcome = (work: Promise<unknown>) =>
        work.then(
          () => 'loaded',
          () => 'refused',
        );
      const element = (tag: 'img' | 'script' | 'link', attributes: object) =>
        new Promise((resolve, reject) => {
          const made = Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject });
          document.head.append(made);
        });
      return Promise.all([
        outcome(fetch(`${base}index.html`)),
        outcome(import(`${base}assets/bridge.js`)),
        outcome(element('script', { src: `${base}assets/bridge.js` })),
        outcome(element('img', { src: `${base}index.html` })),
        outcome(element('link', { rel: 'stylesheet', href: `${base}assets/app.css` })),
      ]);
    }, address);
    expect(outcomes).toEqual(Array(5).fill('refused'));
    await page.close();
  });

  test('an app that takes its frame to another app is stopped', async () => {
    const { page, frame } = await openHostile(world());
    await frame.evaluate(
      (address) => {
        location.href = address;
      },
      `${addressOf(world())}index.html${new URL(frame.url()).hash}`,
    );
    await expect(page.getByRole('alert').filter({ hasText: 'This app was paused' })).toBeVisible();
    await expect(page.locator('iframe')).toHaveCount(0);
    await page.getByRole('button', { name: 'Reload the app' }).last().click();
    await appIn(page);
    await page.close();
  });

  test('a token opens neither after its time, nor with a changed letter, and no data at all', async () => {
    const { instance, viewer, hostile, secret } = world();
    expect((await fetch(`${addressOf(world(), -1_000)}index.html`)).status).toBe(410);
    // Not the last letter: some of its bits belong to no byte.
    const changed = addressOf(world()).replace(/(.)(.{9}\/)$/, (_, letter: string, rest: string) => (letter === 'A' ? 'B' : 'A') + rest);
    expect((await fetch(`${changed}index.html`)).status).toBe(404);
    const query = { explore: 'orders', metrics: ['orders_order_count'] };
    const [, token = ''] = /\/p\/([^/]+)\//.exec(addressOf(world())) ?? [];
    const stolen = await fetch(`${instance.url}/api/apps/${secret.id}/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ version: 1, query }),
    });
    expect(stolen.status).toBe(401);
    for (const path of [`${secret.id}/versions/1/preview-token`, `${hostile.id}/versions/2/preview-token`]) {
      expect((await viewer.request.post(`${instance.url}/api/apps/${path}`)).status(), path).toBe(404);
    }
    for (const [id, version] of [
      [secret.id, 1],
      [hostile.id, 2],
    ]) {
      const response = await viewer.request.post(`${instance.url}/api/apps/${id}/query`, { data: { version, query } });
      expect(response.status()).toBe(404);
    }
  });

  test('no foreign page can frame a page of Glassworks, or an app', async () => {
    const { instance, viewer, site, hostile } = world();
    const app = addressOf(world());
    const own = await viewer.newPage();
    const framed = async (address: string) => {
      await own.goto(`${site.url}?frame=${encodeURIComponent(address)}`);
      const frame = own.frames().find((candidate) => candidate.parentFrame() !== null);
      return frame === undefined ? 'no frame' : await frame.evaluate(() => document.body.textContent);
    };
    expect(await framed(`${site.url}?frame=${encodeURIComponent(`${site.url}assets/arm.js`)}`)).toBe('');
    expect(await framed(`${site.url}assets/arm.js`)).toContain('window.armed');
    for (const address of [`${instance.url}/`, `${instance.url}/apps/${hostile.id}/view`, `${instance.url}/sign-in`, `${app}index.html`]) {
      expect(await framed(address), address).not.toMatch(/Hostile app|What do you want|Sign in|A secret/);
      const frame = own.frames().find((candidate) => candidate.parentFrame() !== null);
      expect(frame?.url()).toMatch(/^chrome-error:/);
    }
    await own.close();
  });
}
