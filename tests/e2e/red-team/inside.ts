import { expect, test } from '@playwright/test';
import { openControl, openHostile, type World } from './world.ts';

/** What an app would like to read or keep. Each is refused; on an unprotected page each works. */
const PROBES: Readonly<Record<string, string>> = {
  "the page's DOM": 'parent.document.body.textContent',
  "the top page's DOM": 'top.document.body.textContent',
  "the page's cookies": 'parent.document.cookie',
  "the page's address": 'parent.location.href',
  "the page's storage": 'parent.localStorage.length',
  "the page's variables": 'String(parent.fetch)',
  'its own cookies': 'document.cookie',
  'a new cookie': "document.cookie = 'stolen=1'",
  'local storage': 'localStorage.length',
  'session storage': 'sessionStorage.length',
  'a database': `new Promise((ok, no) => {
    const request = indexedDB.open('x');
    request.onsuccess = ok;
    request.onerror = () => no(request.error);
  })`,
  'the cache storage': 'caches.keys()',
  'a folder of the browser': 'navigator.storage.getDirectory()',
  'a lock': "navigator.locks.request('x', () => 1)",
  'the registered workers': 'navigator.serviceWorker.getRegistrations()',
};

export function insideTests(world: () => World): void {
  test('an app reads nothing of the page around it, and keeps nothing', async () => {
    const [hostile, control] = await Promise.all([openHostile(world()), openControl(world())]);
    const outcome = (code: string) => `(async () => { try { await (${code}); return 'allowed'; } catch (error) { return 'refused'; } })()`;
    for (const [name, code] of Object.entries(PROBES)) {
      expect([name, await control.frame.evaluate(outcome(code))]).toEqual([name, 'allowed']);
      expect([name, await hostile.frame.evaluate(outcome(code))]).toEqual([name, 'refused']);
    }
    const found = await hostile.frame.evaluate(() => ({
      origin: self.origin,
      opener: window.opener as unknown,
      name: window.name,
      referrer: document.referrer,
      frameElement: window.frameElement,
    }));
    expect(found).toEqual({ origin: 'null', opener: null, name: '', referrer: '', frameElement: null });
    await Promise.all([hostile.page.close(), control.page.context().close()]);
  });

  test('an app starts no download by itself', async () => {
    const save = () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x'.repeat(100)]));
      link.download = 'x.txt';
      document.body.append(link);
      link.click();
    };
    const [hostile, control] = await Promise.all([openHostile(world()), openControl(world())]);
    const downloads: string[] = [];
    hostile.page.on('download', (download) => downloads.push(download.suggestedFilename()));
    await hostile.frame.evaluate(save);
    await Promise.all([control.page.waitForEvent('download'), control.frame.evaluate(save)]);
    expect(downloads).toEqual([]);
    await Promise.all([hostile.page.close(), control.page.context().close()]);
  });
}
