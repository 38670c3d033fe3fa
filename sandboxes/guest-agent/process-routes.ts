import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GuestError } from './errors.ts';
import { drained, queryNumber, readBody, readJson, sendJson } from './http.ts';
import type { Paths } from './paths.ts';
import type { Process, ProcessOptions, SignalName } from './process.ts';
import type { ProcessTable } from './process-table.ts';

/** One frame of an output stream: 4 bytes sequence number, 1 byte kind, 4 bytes length, both big-endian, then the bytes. */
const FRAME = { stdout: 0, stderr: 1, end: 2, alive: 3 } as const;
const KEEP_ALIVE_MS = 5_000;
const MAX_TIMEOUT_MS = 24 * 3_600_000;
const MAX_STDIN_BYTES = 16 * 1024 * 1024;
const MAX_WAIT_MS = 30_000;
const BATCH = 64;

function frame(seq: number, kind: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt32BE(seq, 0);
  head.writeUInt8(kind, 4);
  head.writeUInt32BE(bytes.length, 5);
  return Buffer.concat([head, bytes]);
}

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What the host says of its trace; anything else is left out. */
function traceparentOf(request: IncomingMessage): string | null {
  const given = request.headers.traceparent;
  return typeof given === 'string' && TRACEPARENT.test(given) ? given : null;
}

const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');

async function optionsOf(
  body: Record<string, unknown>,
  paths: Paths,
  base: Record<string, string>,
): Promise<Omit<ProcessOptions, 'traceparent'>> {
  const { argv, env = {}, timeoutMs } = body;
  if (!Array.isArray(argv) || argv.length === 0 || !argv.every(isText) || argv[0] === '') {
    throw new GuestError('invalid', '"argv" must be a list of texts that begins with a program.');
  }
  if (typeof env !== 'object' || env === null || !Object.entries(env).every(([key, value]) => /^[^=\0]+$/.test(key) && isText(value))) {
    throw new GuestError('invalid', '"env" must map names to texts.');
  }
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0) || timeoutMs > MAX_TIMEOUT_MS) {
    throw new GuestError('invalid', `"timeoutMs" must be above 0 and at most ${MAX_TIMEOUT_MS}.`);
  }
  const cwd = await paths.existing(body.cwd ?? paths.root);
  if (!(await stat(cwd)).isDirectory()) throw new GuestError('invalid', '"cwd" is not a folder.');
  return { argv, cwd, env: { ...base, ...(env as Record<string, string>) }, stdin: body.stdin === true, timeoutMs };
}

function changed(process: Process, ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      unwatch();
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    const unwatch = process.spool.watch(done);
    response.on('close', done);
  });
}

/** The next chunks from `seq`, as many as fit a write. */
function batchFrom(process: Process, seq: number): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = seq; at < process.spool.count && frames.length < BATCH; at++) {
    const { stream, bytes } = process.spool.chunk(at);
    frames.push(frame(at, FRAME[stream], bytes));
  }
  return frames;
}

async function sendOutput(process: Process, from: number, response: ServerResponse): Promise<void> {
  const { spool } = process;
  if (from > spool.count) throw new GuestError('invalid', `There are only ${spool.count} chunks so far.`);
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  response.flushHeaders();
  let seq = from;
  while (!response.destroyed) {
    if (spool.closed) return void response.destroy();
    const frames = batchFrom(process, seq);
    seq += frames.length;
    if (frames.length > 0) {
      if (!response.write(Buffer.concat(frames))) await drained(response);
    } else if (spool.ended) {
      return void response.end(frame(seq, FRAME.end, Buffer.from(JSON.stringify(process.exit))));
    } else {
      await changed(process, KEEP_ALIVE_MS, response);
      if (seq === spool.count && !spool.ended) response.write(frame(seq, FRAME.alive, Buffer.alloc(0)));
    }
  }
}

async function sendWait(process: Process, ms: number, response: ServerResponse): Promise<void> {
  const until = performance.now() + ms;
  while (!process.exit && performance.now() < until && !response.destroyed) await changed(process, until - performance.now(), response);
  sendJson(response, { exit: process.exit, span: process.span });
}

async function writeStdin(process: Process, request: IncomingMessage): Promise<void> {
  const bytes = await readBody(request, MAX_STDIN_BYTES);
  const { stdin } = process;
  if (!stdin || stdin.destroyed || stdin.writableEnded) throw new GuestError('conflict', 'The standard input of this process is closed.');
  await new Promise<void>((resolve, reject) => {
    stdin.write(bytes, (error) => (error ? reject(new GuestError('conflict', 'The process closed its standard input.')) : resolve()));
  });
}

async function sendSignal(process: Process, request: IncomingMessage): Promise<void> {
  const { signal } = await readJson(request);
  if (signal !== 'SIGINT' && signal !== 'SIGTERM' && signal !== 'SIGKILL') {
    throw new GuestError('invalid', '"signal" must be SIGINT, SIGTERM or SIGKILL.');
  }
  process.kill(signal satisfies SignalName);
}

const describe = (process: Process) => ({
  id: process.id,
  program: process.argv[0],
  startedAt: process.startedAt,
  chunks: process.spool.count,
  exit: process.exit,
});

/** `/v1/processes…`: start, list, output, wait, stdin, signals. */
export function processRoutes(table: ProcessTable, paths: Paths, baseEnv: Record<string, string>) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL, rest: readonly string[]): Promise<void> => {
    const [id, action] = rest;
    const call = `${request.method} ${action ?? ''}`.trim();
    if (id === undefined) {
      if (call === 'GET') return sendJson(response, { processes: table.list().map(describe) });
      if (call === 'POST') {
        const options = await optionsOf(await readJson(request), paths, baseEnv);
        return sendJson(response, { id: table.start({ ...options, traceparent: traceparentOf(request) }).id });
      }
      throw new GuestError('not_found', 'There is no such call.');
    }
    const process = table.get(id);
    switch (call) {
      case 'GET output':
        return sendOutput(process, queryNumber(url, 'from', { min: 0, max: 2 ** 31, fallback: 0 }), response);
      case 'GET wait':
        return sendWait(process, queryNumber(url, 'ms', { min: 0, max: MAX_WAIT_MS, fallback: MAX_WAIT_MS }), response);
      case 'POST stdin':
        await writeStdin(process, request);
        return sendJson(response, {});
      case 'DELETE stdin':
        process.stdin?.end();
        return sendJson(response, {});
      case 'POST signal':
        await sendSignal(process, request);
        return sendJson(response, {});
      default:
        throw new GuestError('not_found', 'There is no such call.');
    }
  };
}
