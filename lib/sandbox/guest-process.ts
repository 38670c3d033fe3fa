import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { SandboxError } from './errors.ts';
import type { ExitResult, GuestProcess, OutputChunk } from './guest.ts';
import { type Call, type Caller, callError } from './guest-call.ts';
import { type Frame, frames } from './guest-frames.ts';
import { GuestTold, type OpenGuestSpan } from './guest-span.ts';

const CALL_MS = 15_000;
const WAIT_MS = 20_000;
/** The guest sends a sign of life every 5 s: a connection that is silent for longer is dead. */
const SILENCE_MS = 20_000;
/** How long a sandbox may be out of reach before we give up on it. */
const UNREACHABLE_MS = 15_000;
const RETRY_MS = 100;

const Exit = z.object({
  exitCode: z.number().int().nullable(),
  signal: z.string().max(20).nullable(),
  timedOut: z.boolean(),
  truncated: z.boolean(),
});
const Waited = z.object({ exit: Exit.nullable(), span: GuestTold.nullish() });
export const Done = z.object({});
const never = new AbortController().signal;

const isDropped = (error: unknown): boolean =>
  error instanceof SandboxError && (error.kind === 'guest_unreachable' || error.kind === 'timeout');

/** Retries while the sandbox is out of reach for a moment; `reached` starts the time anew. */
function patience() {
  let lostAt: number | null = null;
  return {
    reached: () => {
      lostAt = null;
    },
    async lost(error: unknown, signal: AbortSignal): Promise<void> {
      if (signal.aborted || !isDropped(error)) throw error;
      lostAt ??= performance.now();
      if (performance.now() - lostAt > UNREACHABLE_MS) throw error;
      await delay(RETRY_MS);
    },
  };
}

/** The frames of one connection from `from` on. Throws guest_unreachable when it breaks or goes silent. */
async function* connection(caller: Caller, id: string, from: number, signal: AbortSignal): AsyncGenerator<Frame> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const call: Call = { method: 'GET', path: `/v1/processes/${id}/output?from=${from}`, signal, timeoutMs: SILENCE_MS };
  try {
    const response = await caller.open({ ...call, signal: AbortSignal.any([signal, silence.signal]) });
    for await (const frame of frames(response.body)) {
      timer.refresh();
      yield frame;
    }
  } catch (error) {
    throw callError(error, call, silence.signal);
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

async function* output(caller: Caller, id: string, fromSeq: number, signal: AbortSignal): AsyncGenerator<OutputChunk> {
  const tries = patience();
  let next = fromSeq;
  for (;;) {
    try {
      for await (const { seq, kind, bytes } of connection(caller, id, next, signal)) {
        tries.reached();
        if (kind === 'end') return;
        if (kind === 'alive') continue;
        if (seq !== next) throw new SandboxError('invalid', `The sandbox sent chunk ${seq} where ${next} was due.`);
        next = seq + 1;
        yield { seq, stream: kind, bytes };
      }
      throw new SandboxError('guest_unreachable', 'The connection to the sandbox broke.');
    } catch (error) {
      await tries.lost(error, signal);
    }
  }
}

async function wait(caller: Caller, id: string, span: OpenGuestSpan | null, signal: AbortSignal): Promise<ExitResult> {
  const tries = patience();
  for (;;) {
    try {
      const path = `/v1/processes/${id}/wait?ms=${WAIT_MS}`;
      const { exit, span: told } = await caller.json({ method: 'GET', path, signal, timeoutMs: WAIT_MS + CALL_MS }, Waited);
      if (exit) {
        span?.end(told ?? null, exit.exitCode);
        return exit;
      }
      tries.reached();
    } catch (error) {
      await tries.lost(error, signal);
    }
  }
}

/** A process of the sandbox by its id, whether it was started just now or by an earlier worker. */
export function guestProcess(caller: Caller, id: string, span: OpenGuestSpan | null): GuestProcess {
  const path = `/v1/processes/${encodeURIComponent(id)}`;
  const send = async (call: Pick<Call, 'method' | 'path' | 'body'>): Promise<void> => {
    await caller.json({ ...call, signal: never, timeoutMs: CALL_MS }, Done);
  };
  return {
    id,
    output: (fromSeq, signal) => output(caller, encodeURIComponent(id), fromSeq, signal),
    wait: (signal) => wait(caller, encodeURIComponent(id), span, signal),
    writeStdin: (bytes) => send({ method: 'POST', path: `${path}/stdin`, body: bytes }),
    closeStdin: () => send({ method: 'DELETE', path: `${path}/stdin` }),
    kill: (signal) => send({ method: 'POST', path: `${path}/signal`, body: JSON.stringify({ signal }) }),
  };
}
