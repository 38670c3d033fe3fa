import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type MessagesApi, startMessagesApi } from '#emulators/messages-api/server.ts';
import { prepareWorkspace } from '#lib/agent/prepare.ts';
import { newId } from '#lib/ids.ts';
import type { Guest } from '#lib/sandbox/guest.ts';
import { createGuest } from '#lib/sandbox/guest-client.ts';
import { createLocalProvider } from '#lib/sandbox/providers/local/local-provider.ts';
import { dataAppImage } from '#tests/setup/data-app-image.ts';

const MB = 1024 * 1024;
const LIMITS = { memory: 2048 * MB, cpus: 2, processes: 256, disk: 512 * MB };
export const RUN_TOKEN = 'gwr_0123456789abcdefghijklmnop';

export interface AgentWorld {
  readonly api: MessagesApi;
  /** A prepared sandbox of its own. */
  sandbox(): Promise<Guest>;
  close(): Promise<void>;
}

/** Real sandboxes with the real agent; behind their only door stands the scripted Messages API. */
export async function startAgentWorld(): Promise<AgentWorld> {
  const image = await dataAppImage();
  const dataDir = mkdtempSync(join(tmpdir(), 'gw-'));
  const api = await startMessagesApi();
  const door = await openDoor(join(dataDir, 'run', 'model'), api);
  const provider = createLocalProvider({ dataDir, imageDir: image.dir });
  const refs: Awaited<ReturnType<typeof provider.create>>[] = [];
  return {
    api,
    async sandbox() {
      const token = newId('tok');
      const signal = AbortSignal.timeout(30_000);
      const ref = await provider.create({ id: newId('sbx'), purpose: 'data-app', token, limits: LIMITS, signal });
      refs.push(ref);
      const guest = createGuest(provider.guest(ref), token);
      await prepareWorkspace(guest, { resumed: false, signal });
      return guest;
    },
    async close() {
      for (const ref of refs) await provider.destroy(ref, AbortSignal.timeout(30_000));
      door.closeAllConnections();
      door.close();
      await api.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** In the gateway's place: takes the run token for the key, as the gateway does, and nothing else. */
async function openDoor(folder: string, api: MessagesApi): Promise<http.Server> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const socket = join(folder, 'gateway.sock');
  const server = http.createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${RUN_TOKEN}`) return void response.writeHead(401, { 'x-should-retry': 'false' }).end();
    const { authorization: _, host: __, ...headers } = request.headers;
    const options = {
      port: api.port,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: { ...headers, 'x-api-key': api.apiKey },
    };
    const upstream = http.request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response).catch(() => response.destroy());
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    pipeline(request, upstream).catch(() => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  chmodSync(socket, 0o666);
  return server;
}
