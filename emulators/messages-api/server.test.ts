import Anthropic from '@anthropic-ai/sdk';
import { parseSync } from 'rolldown/utils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { heatMapApp } from './scenarios/heat-map-app.ts';
import { type MessagesApi, startMessagesApi } from './server.ts';

const MODEL = 'claude-sonnet-5-5';
const tools = [{ name: 'Bash', input_schema: { type: 'object' as const } }];
let api: MessagesApi;
let client: Anthropic;

beforeEach(async () => {
  api = await startMessagesApi();
  client = new Anthropic({ apiKey: api.apiKey, authToken: null, baseURL: api.url, maxRetries: 0 });
});
afterEach(() => api.close());

const ask = (messages: Anthropic.MessageParam[]) =>
  client.messages.stream({ model: MODEL, max_tokens: 1000, messages, tools }).finalMessage();
const hello: Anthropic.MessageParam[] = [{ role: 'user', content: 'hello' }];

describe('the stand-in of the Messages API', () => {
  test('plays the heat map in tool calls, with one type error that a later turn repairs', async () => {
    api.setTurns(heatMapApp());
    const messages = [...hello];
    const files = new Map<string, string>();
    const said: string[] = [];
    for (let turn = 0; turn < 9; turn++) {
      const { content } = await ask(messages);
      messages.push({ role: 'assistant', content });
      const uses = content.filter((block) => block.type === 'tool_use');
      for (const { input } of uses) write(files, input as Record<string, string>);
      if (uses.length > 0)
        messages.push({
          role: 'user',
          content: uses.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: '/home/x/app\n' })),
        });
      else messages.push({ role: 'user', content: 'The type check failed.' });
      said.push(...content.flatMap((block) => (block.type === 'text' ? block.text : [])));
    }
    expect([...files.keys()]).toEqual(['grid.ts', 'heat-map.tsx', 'what-changed.tsx', 'App.tsx'].map((name) => `/home/x/app/src/${name}`));
    for (const [path, text] of files) expect(parseSync(path, text).errors, path).toEqual([]);
    expect(files.get('/home/x/app/src/heat-map.tsx')).toContain('const width: number = 72;');
    expect(said.at(-1)).toMatch(/the check passes/);
    expect(api.refused).toEqual([]);
  });

  test('refuses what the real API refuses', async () => {
    const stray: Anthropic.MessageParam[] = [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'never', content: 'x' }] }];
    await expect(ask(stray)).rejects.toThrow(/unexpected tool_use_id/);
    const other = new Anthropic({ apiKey: 'wrong', authToken: null, baseURL: api.url, maxRetries: 0 });
    await expect(other.messages.create({ model: MODEL, max_tokens: 1, messages: hello })).rejects.toThrow(/401/);
    expect(api.refused).toHaveLength(2);
  });

  test('fails as it is told', async () => {
    api.setTurns([
      { fault: { kind: 'status', status: 529 } },
      { text: 'x'.repeat(200), fault: { kind: 'error-event', afterDeltas: 2 } },
      { text: 'x'.repeat(200), fault: { kind: 'drop', afterDeltas: 2 } },
      { fault: { kind: 'refusal' } },
    ]);
    await expect(ask(hello)).rejects.toThrow(/529/);
    await expect(ask(hello)).rejects.toThrow(/Overloaded/);
    await expect(ask(hello)).rejects.toThrow();
    expect((await ask(hello)).stop_reason).toBe('refusal');
  });

  test('gives side requests, which have no tools, an answer of their own', async () => {
    api.setTurns([{ text: 'first' }, { text: 'second' }]);
    await client.messages.create({ model: MODEL, max_tokens: 1, messages: hello });
    expect((await ask(hello)).content).toMatchObject([{ text: 'first' }]);
  });
});

function write(files: Map<string, string>, { file_path, content, old_string, new_string }: Record<string, string>): void {
  if (file_path && content !== undefined) files.set(file_path, content);
  if (file_path && old_string && new_string) files.set(file_path, (files.get(file_path) ?? '').replace(old_string, new_string));
}
