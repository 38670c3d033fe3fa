import type { MessagesBody } from '../provider.ts';
import type { DemoTurn } from './turn.ts';
export function respond(body: MessagesBody): DemoTurn | null {
  return { text: `ok ${body.model}`, tools: [] };
}
