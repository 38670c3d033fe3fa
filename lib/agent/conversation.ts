import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AgentEvent } from './agent-event.ts';

const MAX_SUMMARY = 6000;
const MAX_ENTRY = 700;

/** What an app remembers of its conversation with the agent. The transcript itself is a file; this survives its loss. */
export const AgentSession = z.object({
  sessionId: z.uuid(),
  /** Turn by turn, oldest first: what was asked, what was done. At most 6,000 characters. */
  summary: z.string(),
  /** The sandbox image of the last turn. */
  templateHash: z.string(),
});
export type AgentSession = z.infer<typeof AgentSession>;

export interface TurnPlan {
  readonly session: { readonly id: string; readonly resume: boolean };
  /** The agent begins anew although there were turns before: its prompt must carry the summary. */
  readonly restarted: boolean;
  readonly summary: string;
}

/** Which conversation the next turn belongs to. `stored` is the app's JSON as it was read; `hasTranscript` is the sandbox's word. */
export function planTurn(stored: unknown, hasTranscript: boolean): TurnPlan {
  const known = AgentSession.safeParse(stored);
  if (known.success && hasTranscript) {
    return { session: { id: known.data.sessionId, resume: true }, restarted: false, summary: known.data.summary };
  }
  const summary = known.success ? known.data.summary : '';
  return { session: { id: randomUUID(), resume: false }, restarted: summary !== '', summary };
}

/** What to store after a turn, whether it succeeded or not. */
export function afterTurn(plan: TurnPlan, turn: { prompt: string; reply: string; templateHash: string }): AgentSession {
  const entry = `Asked: ${shorten(turn.prompt)}\nDone: ${shorten(turn.reply) || '(nothing was finished)'}`;
  const entries = [...plan.summary.split('\n\n').filter(Boolean), entry];
  while (entries.length > 1 && entries.join('\n\n').length > MAX_SUMMARY) entries.shift();
  return { sessionId: plan.session.id, summary: entries.join('\n\n'), templateHash: turn.templateHash };
}

/** Says to the person that the agent no longer remembers the words, only what came of them. */
export const CONVERSATION_RESTARTED: Extract<AgentEvent, { type: 'notice' }> = {
  type: 'notice',
  code: 'conversation_restarted',
  message: "The agent's memory of this conversation was lost. It goes on from the app's source and a summary of what was asked before.",
};

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_ENTRY ? `${line.slice(0, MAX_ENTRY - 1)}…` : line;
}
