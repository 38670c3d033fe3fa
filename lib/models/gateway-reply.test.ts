import http from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal, sendRefusal } from './gateway-reply.ts';

let server: http.Server;
beforeAll(async () => {
  server = http.createServer((_request, response) => sendRefusal(response, new Refusal(403, 'permission_error', 'Not this model.')));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const PART = 'x'.repeat(100_000);

/** What comes back on one connection, on which the second half of a request is sent once the answer to it is there. */
function sendInHalves(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('error', reject).on('close', () => reject(new Error(`closed after: ${answer}`)));
    socket.on('data', (bytes: Buffer) => {
      const isFirst = answer === '';
      answer += bytes.toString();
      // A second request on the same connection: it is answered when all of the first was taken.
      if (isFirst) socket.write(`${PART}HEAD / HTTP/1.1\r\nHost: x\r\n\r\n`);
      if (answer.split('HTTP/1.1 403').length === 3) resolve(answer);
    });
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${2 * PART.length}\r\n\r\n${PART}`);
  });
}

test('a refusal is heard by a client that still sends its request: the connection is not closed under it', async () => {
  expect(await sendInHalves()).toContain('Not this model.');
});
