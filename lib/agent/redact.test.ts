import { expect, test } from 'vitest';
import { redactText } from '#lib/redact.ts';
import type { AgentEvent } from './agent-event.ts';
import { createRedactor } from './redact.ts';

const TOKEN = 'gwr_0123456789abcdef';
const AWS = ['AKIA', 'ABCDEFGHIJKLMNOP'].join('');
const KEYS = [
  `sk-ant-${'a1'.repeat(20)}`,
  AWS,
  `ghp_${'Z'.repeat(36)}`,
  `xoxb-${'1'.repeat(20)}`,
  `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`,
];

test('the run token and anything that looks like a key is removed', () => {
  for (const key of [TOKEN, ...KEYS]) expect(redactText(`before ${key} after`, [TOKEN])).toBe('before [removed] after');
  expect(redactText('postgres://user:hunter22@db/x', [])).toBe('postgres://user:[removed]@db/x');
  expect(redactText(`Authorization: Bearer ${'q'.repeat(30)}`, [])).toBe('Authorization: Bearer [removed]');
});

test('ordinary words and code stay as they are', () => {
  const text = "const monthly = useMetricQuery({ explore: 'orders', dimensions: ['orders_order_date_month'] }); // task-list";
  expect(redactText(text, [TOKEN])).toBe(text);
});

test('every text of every kind of event is cleaned, at any depth', () => {
  const redact = createRedactor([TOKEN]);
  const events: AgentEvent[] = [
    { type: 'text', text: TOKEN },
    { type: 'thinking', summary: TOKEN },
    { type: 'tool', id: 't', name: 'Bash', summary: `Running echo ${TOKEN}`, status: 'started' },
    { type: 'notice', code: 'x', message: TOKEN },
    {
      type: 'result',
      result: {
        isError: true,
        terminalReason: null,
        apiErrorStatus: null,
        stopReason: null,
        sessionId: null,
        turns: 1,
        message: TOKEN,
        usage: { inputTokens: 1, outputTokens: 1, usd: 1 },
      },
    },
  ];
  expect(JSON.stringify(events.flatMap(redact))).not.toContain(TOKEN);
});

test('a secret that is cut across drafts at any place never leaves', () => {
  const text = `The token is ${TOKEN} and the key ${AWS}, see?\n`;
  for (let size = 1; size <= text.length; size++) {
    const redact = createRedactor([TOKEN]);
    let shown = '';
    for (let at = 0; at < text.length; at += size) {
      for (const event of redact({ type: 'draft', delta: text.slice(at, at + size) })) if (event.type === 'draft') shown += event.delta;
    }
    expect(shown).toBe('The token is [removed] and the key [removed], see?\n');
  }
});
