import { BRIDGE_VERSION } from '#lib/contracts/bridge.ts';
import { APP_SANDBOX, hostFrameSrc, type Origins } from '#lib/preview/csp.ts';

/** Made-up origins: no such hosts exist, and the browser has no network to look for them. */
export const ORIGINS: Origins = { apps: 'https://apps.glassworks.test', web: 'https://web.glassworks.test' };
export const HOST_URL = `${ORIGINS.web}/`;
/** The host page posts what the app says here and gets the answer as the response. */
export const BRIDGE_URL = `${ORIGINS.web}/bridge`;
export const APP_BASE = `${ORIGINS.apps}/p/verify/`;

const SCRIPT = `
const frame = document.querySelector('iframe');
const tell = async (message) => {
  let body;
  try { body = JSON.stringify(message); } catch (error) { body = JSON.stringify({ type: 'unreadable' }); }
  const response = await fetch(${JSON.stringify(BRIDGE_URL)}, { method: 'POST', body });
  return response.status === 200 ? response.json() : null;
};
let port = null;
addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow || event.origin !== 'null') return;
  if (event.data?.glassworks !== 'hello' || event.data.version !== ${BRIDGE_VERSION}) return;
  port?.close();
  const channel = new MessageChannel();
  const mine = channel.port1;
  port = mine;
  const pass = async (message) => {
    const answer = await tell(message);
    if (answer !== null && port === mine) mine.postMessage(answer);
  };
  // Each query of several is answered by itself, as soon as it is there.
  mine.onmessage = ({ data }) => {
    if (data?.type !== 'queries' || !Array.isArray(data.queries)) return void pass(data);
    for (const one of data.queries) void pass({ type: 'query', id: one?.id, query: one?.query });
  };
  frame.contentWindow.postMessage({ glassworks: 'welcome', version: ${BRIDGE_VERSION}, colorScheme: 'light' }, '*', [channel.port2]);
  tell({ type: 'hello' });
});
`;

export const HOST_HEADERS: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; ${hostFrameSrc(ORIGINS)}`,
};

/** The page around the app: an iframe as in the product, and the host's end of the bridge. */
export const HOST_HTML = `<!doctype html><meta charset="utf-8"><title>host</title>
<style>html,body{margin:0;height:100%;overflow:hidden}iframe{display:block;width:100%;height:100%;border:0}</style>
<iframe sandbox="${APP_SANDBOX}" referrerpolicy="no-referrer"></iframe>
<script>${SCRIPT}
frame.src = ${JSON.stringify(`${APP_BASE}index.html#host=${ORIGINS.web}`)};
</script>`;

/** Runs before any script of the app: what a CSP does not report is reported here. */
export const INIT_SCRIPT = `
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) {
  if (name in globalThis) globalThis[name] = class {
    constructor() {
      console.error('Blocked a WebRTC connection: apps have no way out but queries.');
      throw new Error('WebRTC is not available to apps');
    }
  };
}
`;
