import type { AgentEvent } from '#lib/agent/agent-event.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { Guest } from '#lib/sandbox/guest.ts';
import { type Compilation, compile } from './compile.ts';

/**
 * Compiles the app while the agent still talks. An agent that runs its type check is most likely done with writing:
 * what is compiled then is used if the source is the same at the end, and thrown away otherwise.
 */
export interface Ahead {
  /** Hears what the agent does. */
  note(events: readonly AgentEvent[]): void;
  /** The newest compilation, if it is of this source; any other is ended. */
  take(hash: string): Promise<Compilation | null>;
  stop(): void;
}

interface Attempt {
  readonly compilation: Promise<Compilation | null>;
  readonly abort: AbortController;
}

const CHECK = 'npm run check';

export function compileAhead(buildId: string, guest: Guest, signal: AbortSignal): Ahead {
  let newest: Attempt | null = null;
  let count = 0;
  const stop = () => {
    newest?.abort.abort();
    newest = null;
  };
  const start = () => {
    stop();
    const abort = new AbortController();
    const compilation = compile(guest, `ahead-${++count}`, AbortSignal.any([signal, abort.signal])).catch((error: unknown) => {
      if (!abort.signal.aborted) log.debug({ buildId, err: toError(error) }, 'compiling ahead failed; it is done again in turn');
      return null;
    });
    newest = { compilation, abort };
  };
  return {
    note(events) {
      for (const event of events) {
        if (event.type === 'file') stop();
        if (event.type === 'tool' && event.status === 'started' && event.summary.includes(CHECK)) start();
      }
    },
    async take(hash) {
      const compilation = await newest?.compilation;
      if (compilation?.hash === hash) return compilation;
      stop();
      return null;
    },
    stop,
  };
}
