import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Block, RequestBody, Turn, TurnUsage } from './turn.ts';

const DELTA_CHARS = 24;
const USAGE: TurnUsage = { input_tokens: 1000, output_tokens: 50, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

export interface WireMessage {
  readonly [key: string]: unknown;
  readonly content: readonly Block[];
  readonly usage: TurnUsage;
  readonly stop_reason: string;
}

/** A turn as the API's message object, for an answer that is not streamed. */
export function messageOf(turn: Turn, body: RequestBody): WireMessage {
  const content: Block[] = [];
  if (turn.thinking !== undefined) content.push({ type: 'thinking', thinking: turn.thinking, signature: 'c2lnbmF0dXJl' });
  if (turn.text !== undefined) content.push({ type: 'text', text: turn.text });
  for (const tool of turn.tools ?? [])
    content.push({ type: 'tool_use', id: tool.id ?? newId('toolu'), name: tool.name, input: tool.input });
  const refused = turn.fault?.kind === 'refusal';
  return {
    id: newId('msg'),
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason: refused ? 'refusal' : (turn.stop ?? (turn.tools?.length ? 'tool_use' : 'end_turn')),
    stop_sequence: null,
    usage: { ...USAGE, ...turn.usage },
  };
}

/** Ends early when the turn's fault says so; `undefined` means that the answer was whole. */
export async function streamMessage(res: ServerResponse, turn: Turn, message: WireMessage): Promise<'dropped' | 'stalled' | undefined> {
  const send = (type: string, data: object) => res.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  const { content, stop_reason, usage, ...head } = message;
  send('message_start', { message: { ...head, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } });
  send('ping', {});
  let deltas = 0;
  for (const [index, block] of content.entries()) {
    send('content_block_start', { index, content_block: emptied(block) });
    for (const delta of deltasOf(block)) {
      send('content_block_delta', { index, delta });
      const end = await afterDelta(res, turn, ++deltas, send);
      if (end) return end;
    }
    send('content_block_stop', { index });
  }
  const details = turn.fault?.kind === 'refusal' ? { stop_details: { type: 'refusal', category: turn.fault.category ?? 'cyber' } } : {};
  send('message_delta', { delta: { stop_reason, stop_sequence: null, ...details }, usage });
  send('message_stop', {});
  res.end();
  return undefined;
}

async function afterDelta(res: ServerResponse, turn: Turn, deltas: number, send: (type: string, data: object) => void) {
  if (turn.paceMs) await wait(turn.paceMs);
  if (turn.hold?.afterDeltas === deltas) await turn.hold.until;
  const { fault } = turn;
  if (!fault || !('afterDeltas' in fault) || deltas < fault.afterDeltas) return undefined;
  if (fault.kind === 'stall') return 'stalled' as const;
  if (fault.kind === 'error-event') {
    send('error', { error: { type: fault.type ?? 'overloaded_error', message: fault.message ?? 'Overloaded' } });
    res.end();
    return 'dropped' as const;
  }
  // What was written must reach the other side before the cut.
  await new Promise((resolve) => res.write(': cut\n\n', resolve));
  res.socket?.destroy();
  return 'dropped' as const;
}

function emptied(block: Block): object {
  if (block.type === 'text') return { type: 'text', text: '' };
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' };
  return { ...block, input: {} };
}

function deltasOf(block: Block): object[] {
  if (block.type === 'text') return pieces(String(block.text)).map((text) => ({ type: 'text_delta', text }));
  if (block.type === 'tool_use')
    return pieces(JSON.stringify(block.input)).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  return [
    ...pieces(String(block.thinking)).map((thinking) => ({ type: 'thinking_delta', thinking })),
    { type: 'signature_delta', signature: block.signature },
  ];
}

const pieces = (text: string): string[] => text.match(new RegExp(`[^]{1,${DELTA_CHARS}}`, 'gu')) ?? [];
const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
