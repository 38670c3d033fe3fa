import http from 'node:http';
import { appendAsWorker } from '../../lib/builds/event-log.ts';
import { claimBuild, settle } from '../../lib/builds/lifecycle.ts';
import { db } from '../../lib/db/client.ts';
import { newId } from '../../lib/ids.ts';
import type { Api } from './api.ts';
import { progress } from './bench-instance.ts';
import { type Measured, quantile } from './figures.ts';

const VIEWERS = 500;
const EVENTS = 40;
const EVERY_MS = 100;
const WAIT_MS = 60_000;

interface Viewer {
  readonly delays: number[];
  /** Sequence numbers in order of arrival. */
  readonly seen: number[];
  readonly ended: Promise<void>;
}

/** 500 browsers watch one build: from the append to the arrival, and nobody misses a line. */
export async function measureViewers(api: Api, url: string): Promise<Measured> {
  progress(`${VIEWERS} viewers of one build`);
  const { buildId, workerId } = await fakeBuild(api);
  const agent = new http.Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const viewers = await Promise.all(Array.from({ length: VIEWERS }, () => watch(url, buildId, api.token, agent)));
  for (let index = 0; index < EVENTS; index++) {
    await appendAsWorker(buildId, workerId, [
      { kind: 'notice', code: 'bench', message: String(performance.timeOrigin + performance.now()) },
    ]);
    await new Promise((wait) => setTimeout(wait, EVERY_MS));
  }
  await db().$transaction((tx) => settle(tx, buildId, workerId, { status: 'cancelled' }));
  await Promise.all(viewers.map((viewer) => viewer.ended));
  const expected = Array.from({ length: EVENTS + 2 }, (_, index) => index).join();
  const broken = viewers.filter((viewer) => viewer.seen.join() !== expected).length;
  if (broken > 0) throw new Error(`${broken} viewers had a gap or a repeat`);
  return {
    sse_500_viewers_p99_ms: quantile(
      viewers.flatMap((viewer) => viewer.delays),
      0.99,
    ),
  };
}

async function fakeBuild(api: Api): Promise<{ buildId: string; workerId: string }> {
  const appId = await api.createApp();
  const buildId = newId('bld');
  await db().build.create({ data: { id: buildId, appId, requestedById: api.adminId, clientKey: buildId, prompt: 'bench', model: 'none' } });
  await db().buildEvent.create({ data: { buildId, seq: 0, body: { kind: 'prompt', text: 'bench' } } });
  await claimBuild(buildId, 'bench');
  return { buildId, workerId: 'bench' };
}

/** Resolves when the stream is open: its first frame has arrived. */
function watch(url: string, buildId: string, token: string, agent: http.Agent): Promise<Viewer> {
  return new Promise((resolve, reject) => {
    const delays: number[] = [];
    const seen: number[] = [];
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    const request = http.get(`${url}/api/builds/${buildId}/events`, { agent, headers, timeout: WAIT_MS }, (response) => {
      let buffer = '';
      const ended = new Promise<void>((done) => response.once('end', done));
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const now = performance.timeOrigin + performance.now();
        buffer += chunk;
        for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
          const frame = buffer.slice(0, end);
          buffer = buffer.slice(end + 2);
          const id = /^id: (\d+)$/m.exec(frame)?.[1];
          if (id === undefined) continue;
          seen.push(Number(id));
          const sent = /"message":"([\d.]+)"/.exec(frame)?.[1];
          if (sent !== undefined) delays.push(now - Number(sent));
        }
        if (seen.length > 0) resolve({ delays, seen, ended });
      });
    });
    request.once('error', reject);
  });
}
