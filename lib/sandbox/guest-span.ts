import { z } from 'zod';
import { commandOf } from '#lib/trace/guest-command.ts';
import { currentTraceparent, recordGuestSpan } from '#lib/trace/trace.ts';

/** When a command ran, as the sandbox says: any number may stand here, and is clamped before it is used. */
export const GuestTold = z.object({ traceparent: z.string().max(100), startedAt: z.number(), ms: z.number() });

export interface OpenGuestSpan {
  readonly parent: string;
  /** Records it, once. @param told null when the sandbox says nothing: then our own wait counts */
  end(told: z.infer<typeof GuestTold> | null, exitCode: number | null): void;
}

/** The span of a command that is about to start; null while nothing is traced. @param argv null for one that an earlier worker started */
export function guestSpanOf(argv: readonly string[] | null): OpenGuestSpan | null {
  const parent = currentTraceparent();
  if (parent === null) return null;
  const command = argv === null ? 'attached' : commandOf(argv);
  const startedAt = Date.now();
  let ended = false;
  return {
    parent,
    end(told, exitCode) {
      if (ended) return;
      ended = true;
      recordGuestSpan({
        name: `guest ${command}`,
        parent,
        claimed: told?.traceparent ?? null,
        times: told ?? { startedAt: Number.NaN, ms: Number.NaN },
        window: { startedAt, endedAt: Date.now() },
        facts: { 'process.command': command, 'process.exit.code': exitCode ?? -1 },
      });
    },
  };
}
