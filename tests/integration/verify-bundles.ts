/** Small hand-written apps that speak the bridge in plain JavaScript. */
const BRIDGE = `
const host = new URLSearchParams(location.hash.slice(1)).get('host');
const connected = new Promise((resolve) => addEventListener('message', (event) => {
  if (event.source === parent && event.origin === host && event.data?.glassworks === 'welcome') resolve(event.ports[0]);
}));
parent.postMessage({ glassworks: 'hello', version: 1 }, host);
export const port = await connected;
const waiting = new Map();
port.onmessage = ({ data }) => { waiting.get(data.id)?.(data); waiting.delete(data.id); };
let last = 0;
export const ask = (query) => new Promise((resolve) => { waiting.set(++last, resolve); port.postMessage({ type: 'query', id: last, query }); });
export const settled = () => port.postMessage({ type: 'settled', queries: last });
export const show = (html) => document.getElementById('root').insertAdjacentHTML('beforeend', html);
`;

const HTML = `<!doctype html><html><head><meta charset="utf-8"><link rel="stylesheet" crossorigin href="./assets/app.css">
<script type="module" crossorigin src="./assets/app.js"></script></head>
<body><header data-glassworks-shell><h1>Sales</h1></header><div id="root"></div></body></html>`;

/** A bundle whose main script is `script`; it may use port, ask, settled and show. */
export function bundle(script: string, files: Record<string, string> = {}): Map<string, Buffer> {
  const all = {
    'index.html': HTML,
    'assets/app.css': 'body { font-family: sans-serif }',
    'assets/bridge.js': BRIDGE,
    'assets/app.js': `import { port, ask, settled, show } from './bridge.js';\n${script}`,
    ...files,
  };
  return new Map(Object.entries(all).map(([path, text]) => [path, Buffer.from(text)]));
}

export const ORDERS = `{ explore: 'orders', dimensions: ['orders_region'], metrics: ['orders_revenue'] }`;
export const GOOD = `
const { result } = await ask(${ORDERS});
show('<table>' + result.rows.map((row) => '<tr><td>' + row[0] + '</td><td>' + row[1] + '</td></tr>').join('') + '</table>');
show('<svg width="200" height="100"><rect width="80" height="60"/></svg>');
settled();
`;
