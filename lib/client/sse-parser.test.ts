import { describe, expect, it } from 'vitest';
import { createSseParser, type SseFrame } from './sse-parser.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const STREAM =
  ': keep-alive\n\nid: 0\nevent: prompt\ndata: {"text":"Umsätze 📈"}\n\nid: 1\r\nevent: text\r\ndata: one\r\ndata:two\r\n\r\ndata: last\n\n';
const FRAMES: SseFrame[] = [
  { id: '0', event: 'prompt', data: '{"text":"Umsätze 📈"}' },
  { id: '1', event: 'text', data: 'one\ntwo' },
  { id: '1', event: 'message', data: 'last' },
];

describe('the parser of server-sent events', () => {
  it('reads a stream that is cut in two at any byte', () => {
    const all = bytes(STREAM);
    for (let cut = 0; cut <= all.length; cut += 1) {
      const parser = createSseParser();
      expect([...parser.push(all.slice(0, cut)), ...parser.push(all.slice(cut))], `cut at ${cut}`).toEqual(FRAMES);
    }
  });

  it('reads a stream that comes byte by byte', () => {
    const parser = createSseParser();
    expect([...bytes(STREAM)].flatMap((byte) => parser.push(Uint8Array.of(byte)))).toEqual(FRAMES);
  });

  it('gives out no frame before its blank line', () => {
    expect(createSseParser().push(bytes('id: 4\ndata: half'))).toEqual([]);
  });

  it('refuses a line without end', () => {
    const parser = createSseParser();
    expect(() => parser.push(bytes('x'.repeat(8_000_001)))).toThrow('longer than 8 million');
  });
});
