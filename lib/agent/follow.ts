import { redactText } from '#lib/redact.ts';
import type { ExitResult, GuestProcess } from '#lib/sandbox/guest.ts';
import type { AgentResult } from './agent-event.ts';
import { endProcess } from './end-process.ts';
import { createBatcher, type OnEvents } from './event-batcher.ts';
import type { EndedBy } from './outcome.ts';
import { createClaudeParser } from './parser/claude-parser.ts';
import { createRedactor } from './redact.ts';

const STDERR_KEEP = 4000;

export interface FollowOptions {
  readonly process: GuestProcess;
  /** Events of earlier chunks are parsed but not handed on: they are stored already. */
  readonly fromSeq: number;
  readonly secrets: readonly string[];
  readonly deadlineMs: number;
  /** Silence of this length ends the run. It counts from `listening`, which is kept once the prompt is in. */
  readonly stallMs: number;
  readonly listening: Promise<void>;
  readonly signal: AbortSignal;
  /** Stops following and leaves the agent at work: somebody else goes on with it. Its reason is thrown. */
  readonly detach?: AbortSignal;
  readonly onEvents: OnEvents;
}

export interface Followed {
  readonly exit: ExitResult;
  readonly result: AgentResult | null;
  readonly endedBy: EndedBy | null;
  readonly stderr: string;
}

/** Reads an agent's output to its end; ends the agent on cancel, deadline or silence. Throws when the sandbox is gone. */
export async function followAgent(options: FollowOptions): Promise<Followed> {
  const { process, signal, detach } = options;
  // Reading goes on while the agent is being ended, so it does not hang on the caller's signal.
  const reading = new AbortController();
  const read = readOutput(options, reading.signal);
  const watch = watchdog(options, read.heard);
  try {
    const endedBy = await Promise.race([read.done.then(() => null), watch.fired, ...(detach ? [thrown(detach)] : [])]);
    if (endedBy) await endProcess(process, read.done);
    await withDeadline(read.done, reading);
    return {
      exit: await process.wait(AbortSignal.timeout(10_000)),
      ...read.summary(),
      endedBy: endedBy ?? (signal.aborted ? 'cancelled' : null),
    };
  } finally {
    watch.stop();
    reading.abort();
  }
}

function thrown(signal: AbortSignal): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  promise.catch(() => undefined);
  return promise;
}

function readOutput({ process, fromSeq, secrets, onEvents }: FollowOptions, signal: AbortSignal) {
  const parser = createClaudeParser();
  const redact = createRedactor(secrets);
  const batcher = createBatcher(onEvents);
  let result: AgentResult | null = null;
  let stderr = '';
  let lastHeard = performance.now();
  const take = (events: ReturnType<typeof parser.feed>, seq: number) => {
    const clean = events.flatMap(redact);
    for (const event of clean) if (event.type === 'result') result = event.result;
    if (seq >= fromSeq) batcher.add(clean, seq + 1);
  };
  async function run() {
    let next = 0;
    for await (const { seq, stream, bytes } of process.output(0, signal)) {
      lastHeard = performance.now();
      next = seq + 1;
      if (stream === 'stdout') take(parser.feed(bytes), seq);
      else stderr = (stderr + Buffer.from(bytes).toString('utf8')).slice(-STDERR_KEEP);
    }
    take(parser.end(), Math.max(next, fromSeq));
    await batcher.finish();
  }
  const done = run();
  // Awaited by the caller; this only keeps an early failure from being called unhandled.
  done.catch(() => undefined);
  return { done, heard: () => lastHeard, summary: () => ({ result, stderr: redactText(stderr, secrets) }) };
}

function watchdog({ deadlineMs, stallMs, listening, signal }: FollowOptions, heard: () => number) {
  const timers: ReturnType<typeof setTimeout>[] = [];
  let stop: () => void = () => undefined;
  const fired = new Promise<EndedBy>((resolve, reject) => {
    const onAbort = () => resolve('cancelled');
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    timers.push(setTimeout(() => resolve('deadline'), deadlineMs));
    const check = () => {
      const silent = performance.now() - heard();
      if (silent >= stallMs) resolve('stalled');
      else timers[1] = setTimeout(check, stallMs - silent);
    };
    listening.then(() => {
      timers[1] = setTimeout(check, stallMs);
    }, reject);
    stop = () => {
      signal.removeEventListener('abort', onAbort);
      for (const timer of timers) clearTimeout(timer);
    };
  });
  fired.catch(() => undefined);
  return { fired, stop: () => stop() };
}

/** After a kill the output ends at once; a sandbox that does not even do that is given up. */
async function withDeadline(done: Promise<void>, reading: AbortController): Promise<void> {
  const timer = setTimeout(() => reading.abort(new Error('The output of the agent did not end.')), 15_000);
  try {
    await done;
  } finally {
    clearTimeout(timer);
  }
}
