import { expect, it } from 'vitest';
import { aboveDraft } from './use-draft.ts';

it.each([
  ['Fix it', '', 'Fix it'],
  ['Fix it', 'and make it blue ', 'Fix it\nand make it blue'],
  ['Fix it', 'Fix it\nand make it blue', 'Fix it\nand make it blue'],
])('the prompt %j comes back to the draft %j as %j', (prompt, draft, expected) => {
  expect(aboveDraft(prompt, draft)).toBe(expected);
});
