import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DemoTurn } from './turn.ts';

/** Text comes word by word, files in larger pieces: as a person would watch it, but not slowly. */
const TEXT_CHARS = 16;
const FILE_CHARS = 320;
const PACE_MS = 4;
const CHARS_PER_TOKEN = 4;

type Block = { type: 'text'; text: string } | { type: 'tool_use'; id: string; name: string; input: Readonly<Record<string, string>> };

/** A turn as one message object, for a request that does not stream. */
export function wholeOf(turn: DemoTurn, model: string, inputTokens: number): object {
  const content = blocksOf(turn);
  const usage = { ...usageOf(inputTokens), output_tokens: outputTokens(content) };
  return { ...messageHead(model), content, stop_reason: stopReason(turn), usage };
}

/** A turn as server-sent events, at a natural pace. @throws the signal's reason when it is aborted */
export async function* streamOf(turn: DemoTurn, model: string, inputTokens: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const content = blocksOf(turn);
  const usage = usageOf(inputTokens);
  yield event('message_start', {
    message: { ...messageHead(model), content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
  });
  for (const [index, block] of content.entries()) {
    const empty = block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
    yield event('content_block_start', { index, content_block: empty });
    for (const delta of deltasOf(block)) {
      await wait(PACE_MS, undefined, { signal });
      yield event('content_block_delta', { index, delta });
    }
    yield event('content_block_stop', { index });
  }
  const end = { stop_reason: stopReason(turn), stop_sequence: null };
  yield event('message_delta', { delta: end, usage: { ...usage, output_tokens: outputTokens(content) } });
  yield event('message_stop', {});
}

function blocksOf(turn: DemoTurn): Block[] {
  const text: Block[] = turn.text ? [{ type: 'text', text: turn.text }] : [];
  return [...text, ...turn.tools.map((tool) => ({ type: 'tool_use' as const, id: newId('toolu'), ...tool }))];
}

function deltasOf(block: Block): object[] {
  if (block.type === 'text') return pieces(block.text, TEXT_CHARS).map((text) => ({ type: 'text_delta', text }));
  return pieces(JSON.stringify(block.input), FILE_CHARS).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
}

function pieces(text: string, size: number): string[] {
  const points = Array.from(text);
  const parts: string[] = [];
  for (let from = 0; from < points.length; from += size) parts.push(points.slice(from, from + size).join(''));
  return parts;
}

const event = (type: string, data: object): Uint8Array => Buffer.from(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
const messageHead = (model: string) => ({ id: newId('msg'), type: 'message', role: 'assistant', model, stop_sequence: null });
const stopReason = (turn: DemoTurn): string => (turn.tools.length > 0 ? 'tool_use' : 'end_turn');
const usageOf = (input_tokens: number) => ({ input_tokens, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 });
const outputTokens = (content: Block[]): number => Math.ceil(JSON.stringify(content).length / CHARS_PER_TOKEN);
const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
