import { expect, test } from 'vitest';
import type { AgentResult } from './agent-event.ts';
import { type Ending, outcomeOf } from './outcome.ts';

const RESULT: AgentResult = {
  isError: false,
  terminalReason: 'completed',
  apiErrorStatus: null,
  stopReason: 'end_turn',
  sessionId: 's',
  turns: 3,
  message: 'Done.',
  usage: { inputTokens: 10, outputTokens: 5, usd: 0.1 },
};
const ending = (over: Partial<Ending> = {}, result: Partial<AgentResult> = {}): Ending => ({
  exit: { exitCode: 0, signal: null, timedOut: false, truncated: false },
  result: { ...RESULT, ...result },
  endedBy: null,
  stderr: '',
  sessionId: 's',
  agentMs: 1,
  ...over,
});
const exit = (exitCode: number | null, signal: string | null = null) => ({ exitCode, signal, timedOut: false, truncated: false });

test('success needs exit code 0, no error and "completed"', () => {
  expect(outcomeOf(ending())).toMatchObject({ ok: true, terminalReason: 'completed', message: 'Done.' });
  expect(outcomeOf(ending({ exit: exit(1) })).ok).toBe(false);
  expect(outcomeOf(ending({}, { isError: true, terminalReason: 'api_error', apiErrorStatus: 402 }))).toMatchObject({
    ok: false,
    apiErrorStatus: 402,
  });
  expect(outcomeOf(ending({}, { isError: true, terminalReason: 'aborted_streaming' })).ok).toBe(false);
  expect(outcomeOf(ending({ result: null, exit: exit(143, 'SIGTERM') }))).toMatchObject({ ok: false, terminalReason: 'crashed' });
});

test('what we ended ourselves is named so, whatever the agent says', () => {
  for (const endedBy of ['cancelled', 'deadline', 'stalled'] as const) {
    expect(outcomeOf(ending({ endedBy }))).toMatchObject({ ok: false, terminalReason: endedBy });
  }
});

test('a conversation that is gone is told apart from other errors', () => {
  const lost = ending({ exit: exit(1) }, { isError: true, terminalReason: null, message: 'No conversation found with session ID: x' });
  expect(outcomeOf(lost).terminalReason).toBe('conversation_lost');
});

test('every failure says what to do', () => {
  const failures: Ending[] = [
    ...[401, 402, 403, 429, 529].map((apiErrorStatus) => ending({}, { isError: true, terminalReason: 'api_error', apiErrorStatus })),
    ...['max_turns', 'budget_exhausted', 'prompt_too_long', 'something_new'].map((terminalReason) =>
      ending({}, { isError: true, terminalReason }),
    ),
    ending({}, { isError: true, terminalReason: 'api_error', stopReason: 'refusal' }),
    ending({ result: null, exit: exit(null, 'SIGKILL'), stderr: 'out of memory' }),
  ];
  for (const failure of failures) expect(outcomeOf(failure).message).toMatch(/again|continue|Check|limit|words|new app/);
});
