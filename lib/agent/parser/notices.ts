import type { AgentEvent } from '../agent-event.ts';
import { RetryLine } from './wire.ts';

/** What a `system` line means for the person who watches; most mean nothing. */
export function noticeOf(subtype: string, line: unknown): AgentEvent[] {
  if (subtype === 'api_retry') return retryNotice(line);
  if (subtype === 'model_refusal_no_fallback') {
    return [
      notice('model_refusal', 'The model declined this request. Say it in other words, or leave out the part it may have taken amiss.'),
    ];
  }
  if (subtype === 'compact_boundary') {
    return [notice('conversation_compacted', 'The conversation had grown long and was summarised for the agent.')];
  }
  return [];
}

function retryNotice(line: unknown): AgentEvent[] {
  const parsed = RetryLine.safeParse(line);
  if (!parsed.success) return [];
  const { attempt, max_retries, error_status } = parsed.data;
  return [notice('model_retry', `${retryReason(error_status)} Trying again (${attempt} of ${max_retries}).`)];
}

function retryReason(status: number | null | undefined): string {
  if (status === 429) return 'The model takes no more requests at the moment.';
  if (status === 529) return 'The model is overloaded.';
  if (status === 503) return 'The model cannot be used for now.';
  return status ? `The model answered with error ${status}.` : 'The connection to the model broke.';
}

export function notice(code: string, message: string): AgentEvent {
  return { type: 'notice', code, message };
}
