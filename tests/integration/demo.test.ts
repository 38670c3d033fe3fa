import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db/client.ts';
import { fixtureText } from '#lib/models/demo/fixture-catalogs.ts';
import type { ModelGateway } from '#lib/models/gateway-server.ts';
import { gatewayFor, providerOf, runningBuild } from './gateway-world.ts';

const MODEL = 'glassworks-demo';
const tools = ['Bash', 'Read', 'Write'].map((name) => ({ name, input_schema: { type: 'object' as const } }));
let gateway: ModelGateway & { url: string };

beforeAll(async () => {
  gateway = await gatewayFor(providerOf({}));
});
afterAll(() => gateway.close());

const clientFor = (token: string) => new Anthropic({ authToken: token, apiKey: null, baseURL: gateway.url, maxRetries: 0 });

test('the demo model works through the gateway like any model: streamed tool calls, counted, at no cost', async () => {
  const { token, buildId } = await runningBuild([MODEL]);
  const client = clientFor(token);
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Revenue by month, split by region' }];
  const answers = new Map<string, string>();
  let said = '';
  for (let turn = 0; turn < 8; turn++) {
    const stream = client.messages.stream({ model: MODEL, max_tokens: 32_000, messages, tools });
    const message = await stream.finalMessage();
    messages.push({ role: 'assistant', content: message.content });
    expect(message.usage.output_tokens).toBeGreaterThan(0);
    said = message.content.flatMap((block) => (block.type === 'text' ? block.text : [])).join('');
    if (message.stop_reason === 'end_turn') break;
    const uses = message.content.filter((block) => block.type === 'tool_use');
    messages.push({
      role: 'user',
      content: uses.map((use) => ({ type: 'tool_result', tool_use_id: use.id, content: resultOf(use, answers) })),
    });
  }
  expect(said).toMatch(/^Done\. The app shows.*demo model, without AI/s);
  expect(answers.get('/workspace/app/src/charts.tsx')).toContain('splitBy="regions_region_name"');
  const entries = await db().ledgerEntry.findMany({ where: { buildId } });
  expect(entries.length).toBeGreaterThanOrEqual(4);
  expect(entries.every(({ state, usd }) => state === 'settled' && usd.toNumber() === 0)).toBe(true);
  const build = await db().build.findUniqueOrThrow({ where: { id: buildId } });
  expect(build.inputTokens).toBe(entries.reduce((sum, entry) => sum + entry.inputTokens, 0));
  expect(build.modelUsd.toNumber()).toBe(0);
});

test('text arrives in small pieces, and stops when the client leaves', async () => {
  const { token, buildId } = await runningBuild([MODEL]);
  const stream = clientFor(token).messages.stream({
    model: MODEL,
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Revenue' }],
    tools,
  });
  let pieces = 0;
  for await (const event of stream) if (event.type === 'content_block_delta') pieces++;
  expect(pieces).toBeGreaterThan(4);
  await expect(db().ledgerEntry.count({ where: { buildId, state: 'settled' } })).resolves.toBe(1);
});

function resultOf(use: Anthropic.ToolUseBlock, files: Map<string, string>): string {
  const input = use.input as Record<string, string>;
  if (use.name === 'Write') {
    files.set(input.file_path ?? '', input.content ?? '');
    return 'ok';
  }
  if (use.name === 'Read') return fixtureText('retail', (input.file_path ?? '').replace('/workspace/catalog/', ''));
  const index = fixtureText('retail', 'index.md');
  return input.command?.includes('npm run check')
    ? ''
    : `--- glassworks: folder\n/workspace/app\n--- glassworks: files\n--- glassworks: plan\n--- glassworks: index\n${index}`;
}
