import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compressPages } from '../scripts/lib/compress-pages.ts';
import { compressedFiles } from './static-files.ts';

const SCRIPT = 'export const words = "the same words again and again";\n'.repeat(100);
let server: Server;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'glassworks-static-'));
  mkdirSync(join(folder, 'chunks'));
  writeFileSync(join(folder, 'chunks/one.js'), SCRIPT);
  writeFileSync(join(folder, 'chunks/tiny.js'), 'let a;');
  writeFileSync(join(folder, 'chunks/picture.png'), SCRIPT);
  await compressPages(folder);
  const answer = await compressedFiles(folder);
  server = createServer((request, response) => {
    if (!answer(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => void server.close());

interface Answer {
  status: number | undefined;
  headers: Record<string, unknown>;
  body: Buffer;
}

/** Asks as it is written: `fetch` would tidy the address up and unpack the answer. */
function ask(path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const sent = httpRequest({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject).end();
  });
}

test('a script comes as Brotli to a browser that reads it, and is kept for good', async () => {
  const { status, headers, body } = await ask('/_next/static/chunks/one.js?dpl=1', { 'accept-encoding': 'gzip, deflate, br' });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=UTF-8',
    'content-length': String(body.length),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  expect(brotliDecompressSync(body).toString()).toBe(SCRIPT);
});

test('a question for the headers alone has no body', async () => {
  const { status, body } = await ask('/_next/static/chunks/one.js', { 'accept-encoding': 'br' }, 'HEAD');
  expect([status, body.length]).toEqual([200, 0]);
});

test.each([
  ['a browser without Brotli', '/_next/static/chunks/one.js', { 'accept-encoding': 'gzip' }],
  ['a browser that says nothing', '/_next/static/chunks/one.js', {}],
  ['a browser that refuses Brotli', '/_next/static/chunks/one.js', { 'accept-encoding': 'br;q=0, gzip' }],
  ['a part of a file', '/_next/static/chunks/one.js', { 'accept-encoding': 'br', range: 'bytes=0-9' }],
  ['a file too small to gain', '/_next/static/chunks/tiny.js', { 'accept-encoding': 'br' }],
  ['a picture', '/_next/static/chunks/picture.png', { 'accept-encoding': 'br' }],
  ['a file that does not exist', '/_next/static/chunks/two.js', { 'accept-encoding': 'br' }],
  ['a way out of the folder', '/_next/static/chunks/../../../etc/passwd', { 'accept-encoding': 'br' }],
])('%s is left to the next handler', async (_, path, headers) => {
  expect((await ask(path, headers)).status).toBe(418);
});
