import type { AgentResult } from '../agent-event.ts';
import type { ResultLine } from './wire.ts';

const MAX_MESSAGE = 2000;

/** Usage is what came since the result before: the totals of a resumed session count earlier turns again. */
export function resultOf(line: ResultLine): AgentResult {
  const models = Object.values(line.model_usage_since_last_result);
  const sum = (of: (usage: (typeof models)[number]) => number) => models.reduce((total, usage) => total + of(usage), 0);
  return {
    isError: line.is_error,
    terminalReason: line.terminal_reason ?? null,
    apiErrorStatus: line.api_error_status ?? null,
    stopReason: line.stop_reason ?? null,
    sessionId: line.session_id ?? null,
    turns: line.num_turns,
    message: (line.result ?? line.errors.join('\n')).slice(0, MAX_MESSAGE),
    usage: {
      inputTokens: sum((usage) => usage.inputTokens + usage.cacheReadInputTokens + usage.cacheCreationInputTokens),
      outputTokens: sum((usage) => usage.outputTokens),
      usd: sum((usage) => usage.costUSD),
    },
  };
}
