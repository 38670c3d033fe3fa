import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { contentTypeOf } from '#lib/preview/content-type.ts';
import { bundle } from '../../integration/verify-bundles.ts';

/** Says in the console what it tries, before it tries: an attack that never began does not count as one that failed. */
const ARM = `
import * as attacks from './attacks.js';
window.attack = (kind, name, target) => {
  console.debug('tried ' + name);
  return attacks[kind][name](target);
};
window.armed = true;
`;

const INNER = `
const target = JSON.parse(decodeURIComponent(new URL(document.currentScript.src).hash.slice(1)));
if (target.fetch) fetch(target.fetch, { mode: 'no-cors' }).catch(() => undefined);
if (target.stun) {
  const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:' + target.stun }] });
  peer.createDataChannel('x');
  peer.createOffer().then((offer) => peer.setLocalDescription(offer));
}
if (target.hello) {
  addEventListener('message', ({ ports }) => parent.postMessage({ stolen: ports.length }, '*'));
  top.postMessage({ glassworks: 'hello', version: 1 }, '*');
}
`;
const WORKER = `addEventListener('install', () => fetch(new URL(location).searchParams.get('to'), { mode: 'no-cors' }));`;

const FILES = {
  'assets/arm.js': ARM,
  'assets/attacks.js': readFileSync(join(import.meta.dirname, 'attacks.js'), 'utf8'),
  'assets/inner.js': INNER,
  'service-worker.js': WORKER,
};

/** An app that answers the bridge like any other, and does whatever the test tells it. */
export const hostileApp = (): Map<string, Buffer> =>
  bundle(`import './arm.js'; Object.assign(window, { port, ask }); show('<p>Armed</p>'); settled();`, FILES);

/** An app with one line, to tell versions and apps apart. */
export const plainApp = (text: string): Map<string, Buffer> => bundle(`show('<p>${text}</p>'); settled();`);

/** An app that shows something, and tells that something else went wrong. */
export const failingApp = (): Map<string, Buffer> =>
  bundle(
    `show('<p>Half of it</p>'); port.postMessage({ type: 'error', message: 'The totals are not there' }); settled(); show('<p>At rest</p>');`,
  );

export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/** The same attacks on a page without any protection, which also frames what `?frame=` names. */
export async function startControlSite(): Promise<Site> {
  const files: Record<string, string> = {
    ...FILES,
    'index.html': '<!doctype html><body><div id="root"></div><script type="module" src="./assets/arm.js"></script></body>',
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://control.localhost');
    const framed = url.searchParams.get('frame');
    const path = url.pathname.slice(1) || 'index.html';
    const body = framed === null ? files[path] : `<!doctype html><iframe src="${framed}" width="900" height="600"></iframe>`;
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': contentTypeOf(path) }).end(body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
