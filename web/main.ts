import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import next from 'next';
import { PATH_HEADER } from '#lib/auth/safe-next.ts';
import { startBeat } from '#lib/beat.ts';
import { closeDb } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { ADDRESS_HEADER, addressReader } from '#lib/http/client-address.ts';
import { NONCE_HEADER } from '#lib/http/nonce.ts';
import { closeAllStreams } from '#lib/http/sse.ts';
import { onShutdown } from '#lib/lifetime.ts';
import { log } from '#lib/log.ts';
import { startMetrics } from '#lib/metrics/start.ts';
import { followSettings } from '#lib/settings/stored.ts';
import { startTracing } from '#lib/trace/start.ts';
import { securityHeaders } from './security-headers.ts';
import { compressedFiles } from './static-files.ts';

/** Node's default of 5 s closes idle connections under clients that are about to use them. */
const KEEP_ALIVE_MS = 65_000;

const { GLASSWORKS_HOST: hostname, GLASSWORKS_PORT: port } = env();
const stopTracing = await startTracing('web');
const stopMetrics = await startMetrics('web');
const stopSettings = await followSettings();
const app = next({ dev: process.env.GLASSWORKS_DEV === '1', dir: process.cwd(), hostname, port, turbopack: true });
await app.prepare();
const handle = app.getRequestHandler();
const upgrade = app.getUpgradeHandler();
const answerCompressed = process.env.GLASSWORKS_DEV === '1' ? () => false : await compressedFiles('.next/static');
const readAddress = addressReader(env().GLASSWORKS_TRUSTED_PROXIES);

const server = createServer((request, response) => {
  const nonce = randomBytes(16).toString('base64url');
  const headers = securityHeaders(env(), nonce, request.url);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (answerCompressed(request, response)) return;
  // Next.js reads the nonce for its own scripts from here.
  request.headers['content-security-policy'] = headers['Content-Security-Policy'];
  request.headers[NONCE_HEADER] = nonce;
  request.headers[PATH_HEADER] = request.url;
  request.headers[ADDRESS_HEADER] = readAddress(request.socket.remoteAddress, request.headers['x-forwarded-for']);
  void handle(request, response);
});
server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head));
server.keepAliveTimeout = KEEP_ALIVE_MS;
await new Promise<void>((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, hostname, resolve);
});
const beat = startBeat('web', () => ({}));
log.info({ port }, 'web is up');

onShutdown(async () => {
  closeAllStreams();
  stopSettings();
  server.close();
  server.closeIdleConnections();
  await beat.stop();
  await app.close();
  await Promise.all([stopTracing(), stopMetrics()]);
  await closeDb();
});
