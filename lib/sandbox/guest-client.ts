import { StringDecoder } from 'node:string_decoder';
import { z } from 'zod';
import type { GuestFetch } from './contract.ts';
import { SandboxError } from './errors.ts';
import type { Guest, GuestProcess, RunResult } from './guest.ts';
import { type Call, type Caller, callError, guestCaller, readAll } from './guest-call.ts';
import { Done, guestProcess } from './guest-process.ts';
import { guestSpanOf } from './guest-span.ts';

const CALL_MS = 15_000;
const TRANSFER_MS = 120_000;
const HEALTH_MS = 5_000;
const MAX_READ_BYTES = 64 * 1024 * 1024;
const MAX_RUN_BYTES = 1024 * 1024;

const Started = z.object({ id: z.string().regex(/^[\w-]{1,64}$/) });
const Files = z.object({
  files: z
    .array(
      z.object({
        path: z.string().max(8192),
        kind: z.enum(['file', 'directory', 'symlink', 'other']),
        size: z.number().nonnegative(),
        mtimeMs: z.number(),
      }),
    )
    .max(20_000),
});
const Health = z.object({ version: z.string().max(100), uptimeMs: z.number().nonnegative(), processes: z.number().int().nonnegative() });
const never = new AbortController().signal;
const at = (what: string, path: string): string => `/v1/${what}?path=${encodeURIComponent(path)}`;

/** Collects both streams, each cut at 1 MB. */
async function collect(process: GuestProcess, signal: AbortSignal) {
  const texts = { stdout: '', stderr: '' };
  const bytesOf = { stdout: 0, stderr: 0 };
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  let cut = false;
  for await (const { stream, bytes } of process.output(0, signal)) {
    const room = MAX_RUN_BYTES - bytesOf[stream];
    if (bytes.length > room) cut = true;
    const part = Buffer.from(bytes.subarray(0, Math.max(0, room)));
    bytesOf[stream] += part.length;
    texts[stream] += decoders[stream].write(part);
  }
  return { stdout: texts.stdout + decoders.stdout.end(), stderr: texts.stderr + decoders.stderr.end(), cut };
}

async function run(process: GuestProcess, signal: AbortSignal): Promise<RunResult> {
  try {
    const { cut, ...texts } = await collect(process, signal);
    const exit = await process.wait(signal);
    return { ...exit, truncated: exit.truncated || cut, ...texts };
  } catch (error) {
    // Whoever no longer waits does not want it to go on. That it cannot be ended is the lesser news.
    if (signal.aborted) await process.kill('SIGKILL').catch((killing: unknown) => new SandboxError('aborted', 'not ended', killing));
    throw error;
  }
}

async function* tarOut(caller: Caller, call: Omit<Call, 'timeoutMs'>): AsyncGenerator<Uint8Array> {
  const deadline = AbortSignal.timeout(TRANSFER_MS);
  try {
    const response = await caller.open({ ...call, signal: AbortSignal.any([call.signal, deadline]) });
    yield* response.body;
  } catch (error) {
    throw callError(error, call, deadline);
  }
}

/** The guest agent behind `fetch`, typed. Nothing that it answers is trusted: shapes, sizes and times are bounded. */
export function createGuest(fetch: GuestFetch, token: string): Guest {
  const caller = guestCaller(fetch, token);
  const change = async (call: Call): Promise<void> => {
    await caller.json(call, Done);
  };
  const start: Guest['start'] = async (options) => {
    const body = JSON.stringify(options);
    const span = guestSpanOf(options.argv);
    const call: Call = { method: 'POST', path: '/v1/processes', body, signal: never, timeoutMs: CALL_MS };
    const { id } = await caller.json(span ? { ...call, headers: { traceparent: span.parent } } : call, Started);
    return guestProcess(caller, id, span);
  };
  return {
    start,
    attach: (processId) => guestProcess(caller, processId, guestSpanOf(null)),
    run: async (options, signal) => {
      if (signal.aborted) throw new SandboxError('aborted', 'The call to the sandbox was cancelled.', signal.reason);
      return run(await start(options), signal);
    },
    readFile: (path, signal) =>
      caller.exchange({ method: 'GET', path: at('files', path), signal, timeoutMs: TRANSFER_MS }, (response) =>
        readAll(response.body, MAX_READ_BYTES),
      ),
    writeFile: (path, content, signal) => change({ method: 'PUT', path: at('files', path), body: content, signal, timeoutMs: TRANSFER_MS }),
    list: async (path, signal) => (await caller.json({ method: 'GET', path: at('list', path), signal, timeoutMs: CALL_MS }, Files)).files,
    remove: (path, signal) => change({ method: 'DELETE', path: at('files', path), signal, timeoutMs: CALL_MS }),
    tarIn: (path, archive, signal) => change({ method: 'PUT', path: at('tar', path), body: archive, signal, timeoutMs: TRANSFER_MS }),
    tarOut: (path, paths, exclude, signal) =>
      tarOut(caller, { method: 'POST', path: at('tar', path), body: JSON.stringify({ paths, exclude }), signal }),
    health: (signal) => caller.json({ method: 'GET', path: '/v1/health', signal, timeoutMs: HEALTH_MS }, Health),
  };
}
