import { expect, type Frame, type Page, test } from '@playwright/test';
import { openHostile, type World } from './world.ts';

const ORDERS = { explore: 'orders', metrics: ['orders_order_count'] };
const MAX_LAG_MS = 1_000;

interface App {
  ask(query: unknown): Promise<{ type: string; code?: string; result?: { rows: unknown[][] } }>;
  port: MessagePort;
  stolen?: number;
}

const ask = (frame: Frame, query: unknown) => frame.evaluate((query) => (window as unknown as App).ask(query), query);

/** Counts how long a page keeps its person waiting at most, in milliseconds. */
async function watchLag(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const STEP = 20;
    let last = performance.now();
    const state = Object.assign(window, { worstLag: 0 });
    setInterval(() => {
      const now = performance.now();
      state.worstLag = Math.max(state.worstLag, now - last - STEP);
      last = now;
    }, STEP);
  });
  return () => page.evaluate(() => (window as unknown as { worstLag: number }).worstLag);
}

/** What an app could send to keep the page busy; each runs in the app. */
const FLOODS: Readonly<Record<string, () => void>> = {
  'ten thousand queries': () => {
    const { port } = window as unknown as App;
    for (let id = 1_000; id < 11_000; id++) port.postMessage({ type: 'query', id, query: { explore: 'orders', metrics: ['x'] } });
  },
  'ten thousand errors': () => {
    const { port } = window as unknown as App;
    for (let i = 0; i < 10_000; i++) port.postMessage({ type: 'error', message: `error ${i}` });
  },
  'ten thousand files to save': () => {
    const { port } = window as unknown as App;
    for (let i = 0; i < 10_000; i++) port.postMessage({ type: 'download', filename: `${i}.csv`, mime: 'text/csv', text: 'x' });
  },
  'ten thousand greetings': () => {
    for (let i = 0; i < 10_000; i++) parent.postMessage({ glassworks: 'hello', version: 1 }, '*');
  },
  'a message of 100 MB on the port': () => {
    const { port } = window as unknown as App;
    port.postMessage({ type: 'error', message: 'x'.repeat(100 * 1024 * 1024) });
  },
  'a message of 100 MB to the page': () => parent.postMessage('x'.repeat(100 * 1024 * 1024), '*'),
  'a file of 100 MB to save': () => {
    const { port } = window as unknown as App;
    port.postMessage({ type: 'download', filename: 'x.csv', mime: 'text/csv', text: 'x'.repeat(100 * 1024 * 1024) });
  },
  'a buffer of 100 MB': () => {
    const { port } = window as unknown as App;
    port.postMessage({ type: 'error', message: 'x', more: new Uint8Array(100 * 1024 * 1024) });
  },
};

export function bridgeTests(world: () => World): void {
  test('the page answers only what comes through the one port that it gave to the app', async () => {
    const { page, frame } = await openHostile(world());
    const asked: string[] = [];
    page.on('request', (request) => void (request.url().includes('/api/') && request.method() === 'POST' && asked.push(request.url())));
    await frame.evaluate((query) => {
      const target = window as unknown as App;
      addEventListener('message', ({ data }: MessageEvent<{ stolen?: number }>) => {
        if (data?.stolen !== undefined) target.stolen = data.stolen;
      });
      for (const id of [1, 2, -1, 1e9]) parent.postMessage({ type: 'query', id, query }, '*');
      parent.postMessage({ type: 'queries', queries: [{ id: 5, query }] }, '*');
      parent.postMessage({ type: 'result', id: 1, result: {} }, '*');
      const { port1 } = new MessageChannel();
      parent.postMessage({ glassworks: 'welcome', version: 1, colorScheme: 'light' }, '*', [port1]);
      target.port.postMessage({ type: 'result', id: 1, result: {} });
      const inner = document.createElement('iframe');
      const address = `${document.querySelector('script')?.src.replace(/[^/]*$/, '')}inner.js#${encodeURIComponent('{"hello":true}')}`;
      inner.srcdoc = `<script src="${address}"></script>`;
      document.body.append(inner);
      return new Promise((resolve) => inner.addEventListener('load', resolve));
    }, ORDERS);
    // What is asked properly is answered after all of that.
    expect(await ask(frame, ORDERS)).toMatchObject({ type: 'result' });
    expect(asked).toHaveLength(1);
    expect(await frame.evaluate(() => (window as unknown as App).stolen)).toBeUndefined();
    await page.close();
  });

  test('an app reaches no other project, no field outside the catalog, and no SQL', async () => {
    const { page, frame } = await openHostile(world());
    const outside = [
      { ...ORDERS, projectId: 'prj_other' },
      { ...ORDERS, appId: world().secret.id },
      { ...ORDERS, version: 2 },
      { ...ORDERS, metrics: ['orders_no_such_metric'] },
      { ...ORDERS, dimensions: ['information_schema_tables'] },
      { ...ORDERS, explore: 'no_such_explore' },
      { ...ORDERS, explore: 'orders"; DROP TABLE "App"; --' },
      { sql: 'SELECT * FROM orders' },
    ];
    for (const query of outside) expect([query, await ask(frame, query)]).toMatchObject([query, { type: 'failure' }]);
    const { result } = await ask(frame, ORDERS);
    expect(result?.rows[0]?.[0]).toBeGreaterThan(0);
    await page.close();
  });

  test.describe('an app does not keep the page busy with', () => {
    for (const [name, flood] of Object.entries(FLOODS)) {
      test(name, async () => {
        const { page, frame } = await openHostile(world());
        const downloads: string[] = [];
        page.on('download', (download) => downloads.push(download.suggestedFilename()));
        const lag = await watchLag(page);
        const idle = await world().browser.newPage();
        const idleLag = await watchLag(idle);
        // The page may end the frame while it still sends.
        await frame.evaluate(flood).catch((error: Error) => {
          if (!/detached|destroyed/.test(error.message)) throw error;
        });
        // The page does what its person wants meanwhile.
        await page.getByRole('button', { name: 'Hide the bar' }).click({ timeout: 5_000 });
        await page.getByRole('button', { name: 'Show the bar' }).click({ timeout: 5_000 });
        await page.getByRole('button', { name: 'Reload the app' }).first().click();
        await expect(page.frameLocator('iframe[title="App preview"]').getByText('Armed')).toBeVisible();
        // A page that does nothing shows what the machine alone costs.
        expect((await lag()) - (await idleLag())).toBeLessThan(MAX_LAG_MS);
        expect(downloads.length).toBeLessThan(5);
        await Promise.all([page.close(), idle.close()]);
      });
    }
  });
}
