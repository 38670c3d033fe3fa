import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AgentEvent } from '../agent-event.ts';
import { coalesce } from '../to-build-events.ts';
import { createClaudeParser } from './claude-parser.ts';
import { createLineBuffer, MAX_LINE_BYTES } from './line-buffer.ts';

const FIXTURES = resolve(import.meta.dirname, '../../../tests/fixtures/agent');
const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.jsonl'));
const fixture = (name: string) => readFileSync(join(FIXTURES, name));

function parse(...parts: Uint8Array[]): AgentEvent[] {
  const parser = createClaudeParser();
  return [...parts.flatMap((part) => parser.feed(part)), ...parser.end()];
}

const line = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);
const brief = (events: AgentEvent[]) =>
  coalesce(events).map((event) => {
    if (event.type === 'tool') return `${event.status}: ${event.summary}`;
    if (event.type === 'file') return `${event.change} ${event.path} +${event.additions} -${event.deletions}`;
    if (event.type === 'text') return `text: ${event.text}`;
    if (event.type === 'draft') return `draft: ${event.delta}`;
    if (event.type === 'notice') return `notice: ${event.code}`;
    if (event.type === 'result') return `result: ${event.result.terminalReason}`;
    return event.type;
  });

describe.each(names)('the recorded stream %s', (name) => {
  const bytes = fixture(name);
  const whole = parse(bytes);

  test('gives the same line wherever that line is cut in two', () => {
    for (let from = 0; from < bytes.length; ) {
      const one = bytes.subarray(from, bytes.indexOf(0x0a, from) + 1);
      const expected = one.toString('utf8').trimEnd();
      for (let cut = 1; cut < one.length; cut++) {
        const buffer = createLineBuffer();
        const lines = [...buffer.feed(one.subarray(0, cut)), ...buffer.feed(one.subarray(cut)), ...buffer.end()];
        const [line] = lines;
        if (lines.length !== 1 || !line || !('text' in line) || line.text !== expected)
          expect(lines, `cut at byte ${from + cut}`).toEqual([]);
      }
      from += one.length;
    }
  });

  test('gives the same events cut at every byte, and in pieces of any size', () => {
    for (const size of [1, 2, 3, 5, 7, 64, 1000, 4096]) {
      const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
      expect(parse(...parts), `pieces of ${size}`).toEqual(whole);
    }
  });

  test('names no tool call that is left open', () => {
    const open = new Set<string>();
    for (const event of whole) {
      if (event.type !== 'tool') continue;
      if (event.status === 'started') open.add(event.id);
      else expect(open.delete(event.id)).toBe(true);
    }
    expect([...open]).toEqual([]);
  });
});

test('a normal run reads like what happened', () => {
  expect(brief(parse(fixture('normal.jsonl')))).toEqual([
    'started',
    'thinking',
    'draft: I look at the catalog first. ',
    'text: I look at the catalog first. ',
    'started: Searching the catalog: revenue, region',
    'finished: Searching the catalog: revenue, region',
    'draft: Now I write the app.',
    'text: Now I write the app.',
    'started: Writing src/App.tsx',
    'finished: Writing src/App.tsx',
    'edited src/App.tsx +2 -6',
    'started: Reading src/App.tsx',
    'started: Editing src/App.tsx',
    'started: Running npm run check',
    'finished: Reading src/App.tsx',
    'finished: Editing src/App.tsx',
    'edited src/App.tsx +3 -1',
    'finished: Running npm run check',
    'draft: Done: the app shows “Revenue”.',
    'text: Done: the app shows “Revenue”.',
    'result: completed',
  ]);
});

test('half a message is withdrawn when its connection drops, and said anew', () => {
  const events = brief(parse(fixture('dropped-mid-text.jsonl')));
  expect(events.slice(2)).toEqual([
    'draft.discarded',
    'notice: model_retry',
    'draft: Done: the app shows “Revenue”.',
    'text: Done: the app shows “Revenue”.',
    'result: completed',
  ]);
});

test('a file that is announced in the stream and then cut off counts as failed', () => {
  const events = brief(parse(fixture('dropped-mid-write.jsonl')));
  expect(events).toContain('started: Writing src/App.tsx');
  expect(events).toContain('failed: Writing src/App.tsx');
  expect(events.at(-1)).toBe('result: completed');
});

test('errors of the API are no words of the model', () => {
  const events = parse(fixture('refusal.jsonl'));
  expect(events.filter(({ type }) => type === 'text')).toEqual([]);
  expect(events.at(-1)).toMatchObject({ type: 'result', result: { isError: true, terminalReason: 'api_error', stopReason: 'refusal' } });
});

test('lines of unknown kinds, broken lines and lines of helpers are passed over', () => {
  const events = parse(
    line({ type: 'from_the_future', anything: 1 }),
    line({ type: 'system', subtype: 'ui_invalidate' }),
    Buffer.from('not json\n\n[]\nnull\n'),
    line({ type: 'assistant', parent_tool_use_id: 'toolu_1', message: { content: [{ type: 'text', text: 'to the agent' }] } }),
    line({ type: 'assistant', message: { content: [{ type: 'new_block' }, { type: 'text', text: 'kept' }] } }),
    Buffer.from('{"type":"assistant","mess'),
  );
  expect(events).toEqual([{ type: 'text', text: 'kept' }]);
});

test('a line beyond the bound is dropped with one notice, and the next lines are read', () => {
  const long = Buffer.alloc(MAX_LINE_BYTES + 1, 'x');
  const text = line({ type: 'assistant', message: { content: [{ type: 'text', text: 'after' }] } });
  const events = parse(long, Buffer.from('\n'), long, Buffer.from('\n'), text);
  expect(brief(events)).toEqual(['notice: agent_line_too_long', 'text: after']);
});

test('a written file of 800 kB is read', () => {
  const content = 'const a = 1;\n'.repeat(62_000);
  const call = { type: 'tool_use', id: 't1', name: 'Write', input: { file_path: '/workspace/app/src/Big.tsx', content } };
  const result = { type: 'create', filePath: '/workspace/app/src/Big.tsx', content, structuredPatch: [] };
  const events = parse(
    line({ type: 'assistant', message: { content: [call] } }),
    line({ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't1' }] }, tool_use_result: result }),
  );
  expect(brief(events)).toEqual(['started: Writing src/Big.tsx', 'finished: Writing src/Big.tsx', 'created src/Big.tsx +62000 -0']);
});

test('a draft and calls that are open when the output ends are closed', () => {
  const call = { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } };
  const delta = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'half' } };
  const events = parse(line({ type: 'assistant', message: { content: [call] } }), line({ type: 'stream_event', event: delta }));
  expect(brief(events)).toEqual(['started: Running ls', 'draft: half', 'draft.discarded', 'failed: Running ls']);
});

test('a refusal stays a refusal when the model that the agent turns to is not allowed', () => {
  const result = { type: 'result', subtype: 'success', is_error: true, terminal_reason: 'api_error', api_error_status: 403, result: 'x' };
  const lines = (...all: object[]) => parse(Buffer.from(all.map((line) => `${JSON.stringify(line)}\n`).join('')));
  const turned = lines({ type: 'system', subtype: 'model_refusal_fallback', fallback_model: 'other' }, result);
  expect(turned.at(-1)).toMatchObject({ type: 'result', result: { stopReason: 'refusal' } });
  expect(lines(result).at(-1)).toMatchObject({ type: 'result', result: { stopReason: null } });
});
