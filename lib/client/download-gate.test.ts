import { expect, it } from 'vitest';
import { createDownloadGate } from './download-gate.ts';

it('saves what the viewer has just asked for, once; for more the viewer is asked', () => {
  let now = 0;
  const gate = createDownloadGate(() => now);
  expect(gate.next(false)).toBe('ask');
  expect(gate.next(true)).toBe('save');
  expect(gate.next(true)).toBe('ask');
  for (let index = 0; index < 4; index += 1) {
    now += 3_000;
    expect(gate.next(true)).toBe('save');
  }
  now += 3_000;
  expect(gate.next(true)).toBe('ask');
  now += 60_000;
  expect(gate.next(true)).toBe('save');
});
