import { estimateTokens } from '#lib/spend/prices.ts';
import { respond } from '../demo/respond.ts';
import { streamOf, wholeOf } from '../demo/wire.ts';
import { errorAnswer, jsonAnswer, type ModelAnswer, type ModelProvider, type ModelRequest, smallModelEnv } from '../provider.ts';

const DEMO_MODEL = 'glassworks-demo';

/**
 * The built-in model: no AI, no network, no cost. It answers the Messages API in this process and works through
 * the agent's own tools like any other model. @param hint what an administrator should know besides
 */
export function demoProvider(hint?: string): ModelProvider {
  return {
    name: 'demo',
    label: 'Demo model (no AI)',
    models: [DEMO_MODEL],
    defaultModel: DEMO_MODEL,
    smallModel: DEMO_MODEL,
    agentEnv: smallModelEnv(DEMO_MODEL),
    send: async (request, signal) => send(request, signal),
    probe: async () => ({ status: 'ok', message: 'The built-in demo model is used.' }),
    check: async () => ({
      ok: true,
      message: ['The built-in demo model is used. It is no AI: set ANTHROPIC_API_KEY or AI_DEFAULT_PROVIDER=bedrock for Claude.', hint]
        .filter(Boolean)
        .join(' '),
    }),
  };
}

function send(request: ModelRequest, signal: AbortSignal): ModelAnswer {
  const inputTokens = estimateTokens(request.raw.length);
  if (request.path === '/v1/messages/count_tokens') return jsonAnswer({ input_tokens: inputTokens });
  const turn = respond(request.body);
  if (!turn) return errorAnswer(400, 'invalid_request_error', 'messages: not in the form of the Messages API');
  if (request.body.stream !== true) return jsonAnswer(wholeOf(turn, request.body.model, inputTokens));
  const body = streamOf(turn, request.body.model, inputTokens, signal);
  return { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body };
}
