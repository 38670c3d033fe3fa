import { withLogFields } from '#lib/log-context.ts';
import { count, observeMs } from '#lib/metrics/meter.ts';
import type { TokenUsage } from '#lib/spend/prices.ts';
import { traced } from '#lib/trace/trace.ts';
import type { RunGrant } from './run-token.ts';

export interface Settled {
  readonly usage: TokenUsage;
  readonly usd: number;
  /** The provider's; null when it gave none. */
  readonly status: number | null;
  readonly broke: boolean;
}

export interface CallSpan {
  /** The provider begins to answer. */
  answered(): void;
  settled(settled: Settled): void;
}

/** One span, one measurement and the ids on every log line for a model call. Its span joins the agent's turn. */
export function observedCall(provider: string, model: string, grant: RunGrant, work: (span: CallSpan) => Promise<void>): Promise<void> {
  const { buildId, appId, userId, traceparent: parent } = grant;
  const facts = {
    'glassworks.build.id': buildId,
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': model,
  } as const;
  const started = performance.now();
  return withLogFields({ buildId, appId, userId }, () =>
    traced('model call', { kind: 'client', parent, facts }, (span) =>
      work({
        answered: () => observeMs('glassworks_model_first_byte_seconds', { provider }, performance.now() - started),
        settled(settled) {
          const { usage, usd, status, broke } = settled;
          measure(provider, settled, performance.now() - started);
          span.add({
            'gen_ai.usage.input_tokens': usage.inputTokens,
            'gen_ai.usage.output_tokens': usage.outputTokens,
            'glassworks.model.cache_read_tokens': usage.cacheReadTokens,
            'glassworks.model.cache_write_tokens': usage.cacheWriteTokens,
            'glassworks.model.usd': usd,
            ...(status === null ? {} : { 'http.response.status_code': status }),
          });
          if (status !== null && status >= 400) span.fail(String(status));
          else if (broke) span.fail('broken_off');
        },
      }),
    ),
  );
}

function measure(provider: string, { usage, usd, status }: Settled, ms: number): void {
  count('glassworks_model_calls_total', { provider, status: status ?? 'none' });
  observeMs('glassworks_model_call_seconds', { provider }, ms);
  count('glassworks_model_usd_total', { provider }, usd);
  const kinds = {
    input: usage.inputTokens,
    output: usage.outputTokens,
    cache_read: usage.cacheReadTokens,
    cache_write: usage.cacheWriteTokens,
  };
  for (const [kind, tokens] of Object.entries(kinds)) count('glassworks_model_tokens_total', { provider, kind }, tokens);
}
