import { expect, test } from 'vitest';
import { isSupervisor } from './single.ts';

test('a process id that belongs to another program by now is no supervisor', () => {
  expect(isSupervisor(process.pid)).toBe(false);
  expect(isSupervisor(1)).toBe(false);
});

test('a damaged file names no process, our own process group least of all', () => {
  for (const text of ['', 'x', '0', '-1', '1.5']) expect(isSupervisor(Number(text))).toBe(false);
});
