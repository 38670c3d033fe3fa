import type { ExitResult } from '#lib/sandbox/guest.ts';
import type { AgentResult, AgentUsage } from './agent-event.ts';

/** Why we ended a run ourselves. */
export type EndedBy = 'cancelled' | 'deadline' | 'stalled';

export interface AgentOutcome {
  readonly ok: boolean;
  /** `completed`; the agent's own word otherwise; or `cancelled`, `deadline`, `stalled`, `conversation_lost`, `output_lost`, `crashed`. */
  readonly terminalReason: string;
  readonly apiErrorStatus: number | null;
  /** The agent's last words after a success, else what happened and what to do. */
  readonly message: string;
  readonly sessionId: string;
  /** From the prompt's arrival to the end of the process. */
  readonly agentMs: number;
  readonly usage: AgentUsage;
}

export interface Ending {
  readonly exit: ExitResult;
  readonly result: AgentResult | null;
  readonly endedBy: EndedBy | null;
  readonly stderr: string;
  readonly sessionId: string;
  readonly agentMs: number;
}

const NO_USAGE: AgentUsage = { inputTokens: 0, outputTokens: 0, usd: 0 };

/** Success needs all three: exit code 0, a last result without error, and `completed`. An interrupted run exits with 0 as well. */
export function outcomeOf(ending: Ending): AgentOutcome {
  const { exit, result, endedBy, sessionId, agentMs } = ending;
  const ok = endedBy === null && exit.exitCode === 0 && result !== null && !result.isError && result.terminalReason === 'completed';
  const terminalReason = ok ? 'completed' : reasonOf(ending);
  return {
    ok,
    terminalReason,
    apiErrorStatus: result?.apiErrorStatus ?? null,
    message: ok ? result.message : explain(terminalReason, ending),
    sessionId,
    agentMs,
    usage: result?.usage ?? NO_USAGE,
  };
}

function reasonOf({ exit, result, endedBy, stderr }: Ending): string {
  if (endedBy) return endedBy;
  if (exit.timedOut) return 'deadline';
  if (/No conversation found/.test(result?.message ?? stderr)) return 'conversation_lost';
  if (!result) return exit.truncated ? 'output_lost' : 'crashed';
  if (result.stopReason === 'refusal') return 'refusal';
  return result.terminalReason === 'completed' ? 'crashed' : (result.terminalReason ?? 'crashed');
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  cancelled: 'The build was cancelled. What the agent wrote so far is kept for the next prompt.',
  deadline: 'The agent ran out of time. Ask for less at once, or say "continue".',
  stalled: 'The agent was silent for too long and was ended. Try again.',
  max_turns: 'The agent used all its steps before it was done. Say "continue", or ask for less at once.',
  budget_exhausted: 'The agent reached the cost limit of one build. Say "continue", or ask for less at once.',
  prompt_too_long: 'The conversation has become too long for the model. Start a new app from this one, or ask more briefly.',
  refusal: 'The model declined this request. Say it in other words.',
  output_lost:
    'The disk of the sandbox is full, or the agent printed more than 64 MB: its last words are lost. Try again with a smaller request: it gets a new sandbox.',
  conversation_lost: 'The agent no longer knows this conversation. It goes on from the stored source.',
};

function explain(reason: string, { exit, result, stderr }: Ending): string {
  const known = EXPLANATIONS[reason];
  if (known) return known;
  if (reason === 'api_error') return apiError(result);
  const how = exit.signal ? `ended by ${exit.signal}` : `exit code ${exit.exitCode}`;
  const words = result?.message || stderr.trim().slice(-500);
  return `The agent stopped unexpectedly (${reason}, ${how}).${words ? ` It said: ${words}` : ''} Try again.`;
}

/** Advice that helps nobody here: the gateway it names is ours. */
const AGENT_ADVICE = /^API Error: |\s*(This is a server-side issue|Check the gateway set in|If it persists, check your inference)[\s\S]*$/g;

function apiError(result: AgentResult | null): string {
  const words = result?.message.replace(AGENT_ADVICE, '').trim();
  const said = words ? ` It said: ${words}` : '';
  switch (result?.apiErrorStatus) {
    case 401:
      // The agent's own advice is to log in, which nobody can do here.
      return "The model's provider refused the key. Check it, or ask an administrator to: ANTHROPIC_API_KEY, or the Bedrock credentials.";
    case 403:
      return `The model may not be used with this key or for this build. Check the key's permissions and the model.${said}`;
    case 402:
      // The gateway's own words, which name the limit.
      return `${words?.replace(/^402\s*/, '') ?? ''} A spend limit stopped the build; it goes on from here once there is money again.`.trim();
    case 429:
      return `The model takes no more requests at the moment. Try again in a minute.${said}`;
    case 503:
      return `The model cannot be used for now. Try again in a few minutes.${said}`;
    case 529:
      return `The model is overloaded and stayed so for several tries. Try again in a few minutes.${said}`;
    case undefined:
    case null:
      return `The connection to the model broke several times. Try again; if it stays, an administrator must look at the network.${said}`;
    default:
      return `The model answered with an error several times. Try again in a few minutes.${said}`;
  }
}
