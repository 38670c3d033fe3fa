import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { freePorts } from '../ports.ts';

/** Where an attack may send what it stole: an address of its own for each way out. */
export interface Target {
  readonly url: string;
  /** A name that only a resolver would be asked about. */
  readonly host: string;
  readonly stun: string;
  readonly turn: string;
}

export interface Canary {
  /** Everything that arrived: connections, requests with their paths, datagrams. */
  readonly seen: readonly string[];
  target(attack: string): Target;
  /** The sign that this attack arrived by this way. */
  sign(attack: string, way: 'http' | 'udp' | 'tcp'): string;
  close(): Promise<void>;
}

export const slugOf = (attack: string): string =>
  attack
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');

/** WebRTC looks for a way through a real interface where there is one. */
const address = (): string =>
  Object.values(networkInterfaces())
    .flat()
    .find((found) => found?.family === 'IPv4' && !found.internal)?.address ?? '127.0.0.1';

/** Listens for HTTP, for bare TCP and for UDP, and writes down whatever comes. `name` is a part of its host names. */
export async function startCanary(name: string): Promise<Canary> {
  const first = await freePorts(2);
  const seen: string[] = [];
  const open = new Set<Socket>();
  const watch = (server: Server, what: string) =>
    server.on('connection', (socket: Socket) => {
      seen.push(what);
      open.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
    });
  const http = createServer((request, response) => {
    seen.push(`http ${request.url}`);
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/plain' }).end('caught');
  });
  const tcp = createTcpServer((socket) => socket.end());
  const udp = createSocket('udp4', () => seen.push('udp'));
  watch(http, 'connection');
  watch(tcp, 'tcp');
  await new Promise<void>((resolve) => http.listen(first, resolve));
  await new Promise<void>((resolve) => tcp.listen(first + 1, resolve));
  await new Promise<void>((resolve) => udp.bind(first + 1, resolve));
  const direct = `${address()}:${first + 1}`;
  return {
    seen,
    target: (attack) => ({
      url: `http://${slugOf(attack)}.${name}.localhost:${first}/${slugOf(attack)}`,
      host: `${slugOf(attack)}.${name}.test`,
      stun: direct,
      turn: direct,
    }),
    sign: (attack, way) => (way === 'http' ? `http /${slugOf(attack)}` : way),
    async close() {
      for (const socket of open) socket.destroy();
      await Promise.all([http, tcp, udp].map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
    },
  };
}
