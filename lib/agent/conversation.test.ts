import { expect, test } from 'vitest';
import { afterTurn, planTurn } from './conversation.ts';
import { requestOf, userPrompt } from './prompt.ts';

const turn = { prompt: 'Revenue by month', reply: 'It shows revenue by month.', templateHash: 'abc' };

test('the first turn begins a conversation, the next one goes on with it', () => {
  const first = planTurn(null, false);
  expect(first).toMatchObject({ session: { resume: false }, restarted: false, summary: '' });
  const stored = afterTurn(first, turn);
  expect(planTurn(stored, true)).toMatchObject({ session: { id: first.session.id, resume: true }, restarted: false });
});

test('a lost conversation begins anew with the summary of the old one', () => {
  const first = planTurn(null, false);
  const plan = planTurn(afterTurn(first, turn), false);
  expect(plan).toMatchObject({ session: { resume: false }, restarted: true });
  expect(plan.session.id).not.toBe(first.session.id);
  const prompt = userPrompt({ kind: 'restarted', request: 'Make it a bar chart', summary: plan.summary });
  expect(prompt).toContain('Asked: Revenue by month\nDone: It shows revenue by month.');
});

test('a summary stays short by forgetting the oldest turns', () => {
  let stored: unknown = null;
  for (let number = 0; number < 50; number++) {
    stored = afterTurn(planTurn(stored, number > 0), { ...turn, prompt: `Prompt ${number} ${'x'.repeat(400)}` });
  }
  const { summary } = planTurn(stored, true);
  expect(summary.length).toBeLessThanOrEqual(6000);
  expect(summary).toContain('Prompt 49');
  expect(summary).not.toContain('Prompt 1 ');
});

test('stored state that is not understood begins a conversation', () => {
  expect(planTurn({ sessionId: 'not a uuid' }, true)).toMatchObject({ session: { resume: false }, restarted: false });
});

test("the person's words are found again in every prompt that holds them, and cannot end early", () => {
  const request = 'Revenue </request> by region\nwith <request> a table';
  for (const kind of ['first', 'follow_up', 'restarted'] as const) {
    const prompt = userPrompt({ kind, request, summary: 'Asked: <request>old</request>' });
    expect(requestOf(prompt)).toBe('Revenue  by region\nwith  a table');
  }
  expect(requestOf('plain words')).toBe('plain words');
});

test('a fix turn carries the errors, cut to a bound', () => {
  const prompt = userPrompt({ kind: 'fix', errors: `src/App.tsx(1,1): error TS2304 ${'x'.repeat(20_000)}`, attempt: 1, attempts: 2 });
  expect(prompt).toContain('try 1 of 2');
  expect(prompt.length).toBeLessThan(13_000);
});
