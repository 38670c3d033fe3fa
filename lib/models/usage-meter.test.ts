import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageMeter } from './usage-meter.ts';

const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const start = event('message_start', {
  message: { id: 'm', usage: { input_tokens: 1200, output_tokens: 1, cache_creation_input_tokens: 9000, cache_read_input_tokens: 7 } },
});
const text = event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Grüße, 数字 \u2028 "usage"' } });
const end = event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 80 } }) + event('message_stop', {});

describe('the usage meter', () => {
  test('reads the same numbers however the stream is cut', () => {
    const bytes = Buffer.from(start + text + event('ping', {}) + end);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (cuts) => {
        const meter = new UsageMeter(true);
        let from = 0;
        for (const at of [...cuts, bytes.length].sort((a, b) => a - b)) {
          meter.feed(bytes.subarray(from, at));
          from = at;
        }
        expect(meter.read()).toMatchObject({ inputTokens: 1200, outputTokens: 80, cacheWriteTokens: 9000, cacheReadTokens: 7 });
        expect(meter.complete).toBe(true);
      }),
    );
  });

  test('counts what was written when the stream breaks off', () => {
    const meter = new UsageMeter(true);
    meter.feed(Buffer.from(start + text.repeat(20)));
    expect(meter.complete).toBe(false);
    expect(meter.read().outputTokens).toBeGreaterThan(80);
    expect(meter.read().inputTokens).toBe(1200);
  });

  test('does not know a stream in which nothing came', () => {
    const meter = new UsageMeter(true);
    meter.feed(Buffer.from(': hello\n\ndata: not json\n\n'));
    expect(meter.started).toBe(false);
  });

  test('reads a whole answer', () => {
    const meter = new UsageMeter(false);
    const answer = JSON.stringify({ type: 'message', content: [], usage: { input_tokens: 5, output_tokens: 2 } });
    meter.feed(Buffer.from(answer.slice(0, 30)));
    meter.feed(Buffer.from(answer.slice(30)));
    expect(meter.read()).toMatchObject({ inputTokens: 5, outputTokens: 2 });
    expect(meter.started).toBe(true);
  });
});
