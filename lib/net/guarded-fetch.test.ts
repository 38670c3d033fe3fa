import type { lookup } from 'node:dns';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reachOf } from './address.ts';
import { guardedAgents } from './guarded-agents.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { refusalIn } from './reach.ts';

let hits = 0;
let redirectTo = '';
const server = http.createServer((request, response) => {
  hits++;
  if (request.url === '/redirect') response.writeHead(302, { location: redirectTo }).end();
  else response.end('inside');
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  hits = 0;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** A name server whose answers are listed, one after the other; how often it was asked is counted. */
function names(...answers: readonly (readonly string[])[]) {
  let asked = 0;
  const resolve = ((_name: string, _options: unknown, callback: (error: null, found: { address: string; family: number }[]) => void) => {
    const found = answers[Math.min(asked++, answers.length - 1)] ?? [];
    process.nextTick(() =>
      callback(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
  }) as unknown as typeof lookup;
  return { resolve, asked: () => asked };
}

const strict = guardedFetch(guardedAgents({ allowPrivate: false }));
const open = guardedFetch(guardedAgents({ allowPrivate: true }));

const refusedBy = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => refusalIn(error)?.message ?? `another failure: ${String(error)}`,
  );

test.each([
  ['loopback', () => `http://127.0.0.1:${port}/`],
  ['a name of loopback', () => `http://localhost:${port}/`],
  ['decimal', () => `http://2130706433:${port}/`],
  ['octal', () => `http://0177.0.0.1:${port}/`],
  ['hexadecimal', () => `http://0x7f000001:${port}/`],
  ['short', () => `http://127.1:${port}/`],
  ['every address', () => `http://0.0.0.0:${port}/`],
  ['IPv6 loopback', () => `http://[::1]:${port}/`],
  ['IPv4 mapped into IPv6', () => `http://[::ffff:127.0.0.1]:${port}/`],
  ['IPv4 translated into IPv6', () => 'http://[64:ff9b::7f00:1]/'],
  ['IPv4 in 6to4', () => 'http://[2002:7f00:1::]/'],
  ['a private network', () => 'http://10.0.0.1/'],
  ['a private IPv6 network', () => 'http://[fd12::1]/'],
  ['a private network over TLS', () => 'https://192.168.1.1/'],
])('%s is refused, and nothing reaches it', async (_, address) => {
  expect(await refusedBy(strict(address()))).toMatch(/is not a public address/);
  expect(hits).toBe(0);
});

test.each([
  'http://169.254.169.254/latest/meta-data',
  'http://[fe80::1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://2852039166/',
  'https://169.254.169.254/',
])('link-local %s is refused even where private networks are allowed', async (address) => {
  expect(await refusedBy(open(address))).toMatch(/never reached/);
});

test('a private address is reached where the operator allows it', async () => {
  expect(await (await open(`http://127.0.0.1:${port}/`)).text()).toBe('inside');
});

test('a name with one private address among public ones is refused', async () => {
  const { resolve } = names(['93.184.215.14', '127.0.0.1']);
  const fetch = guardedFetch(guardedAgents({ allowPrivate: false, resolve }));
  expect(await refusedBy(fetch(`http://mixed.example.com:${port}/`))).toBe(
    'mixed.example.com (127.0.0.1) is not a public address. To reach this machine or a private network from here, the operator sets GLASSWORKS_ALLOW_PRIVATE_NETWORK_TESTS=true.',
  );
});

test('a name that changes its address after the check gains nothing: it is looked up once, and that address is used', async () => {
  const rebinding = names(['127.0.0.1'], ['169.254.169.254']);
  const fetch = guardedFetch(guardedAgents({ allowPrivate: true, resolve: rebinding.resolve }));
  expect(await (await fetch(`http://rebind.example.com:${port}/`)).text()).toBe('inside');
  expect(rebinding.asked()).toBe(1);
});

test('a redirect is an answer, not followed', async () => {
  redirectTo = `http://127.0.0.1:${port}/secret`;
  const answer = await open(`http://127.0.0.1:${port}/redirect`);
  expect([answer.status, answer.headers.get('location'), hits]).toEqual([302, redirectTo, 1]);
});

test('other schemes are refused', async () => {
  await expect(strict('ftp://example.com/')).rejects.toThrow();
  await expect(strict('file:///etc/passwd')).rejects.toThrow();
});

test.each([
  ['8.8.8.8', 'public'],
  ['2606:4700::1111', 'public'],
  ['::ffff:8.8.8.8', 'public'],
  ['172.31.255.255', 'private'],
  ['172.32.0.1', 'public'],
  ['100.64.0.1', 'private'],
  ['224.0.0.1', 'private'],
  ['::', 'private'],
  ['169.254.0.1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['fd00:ec2::254', 'link-local'],
  ['not an address', 'link-local'],
])('%s reaches %s', (address, reach) => {
  expect(reachOf(address)).toBe(reach);
});
