import { expect, it } from 'vitest';
import { createGate } from './gate.ts';

it('lets only so many in at once, in order, and lets those in line leave', async () => {
  const gate = createGate(1);
  const open = new AbortController();
  const leaver = new AbortController();
  const first = Promise.withResolvers<void>();
  const order: string[] = [];
  const step = (name: string, wait?: Promise<void>) => async () => {
    order.push(name);
    await wait;
  };
  const running = gate.run(open.signal, step('first', first.promise));
  const leaving = gate.run(leaver.signal, step('never'));
  const last = gate.run(open.signal, step('last'));
  leaver.abort(new Error('left'));
  await expect(leaving).rejects.toThrow('left');
  expect(order).toEqual(['first']);
  first.resolve();
  await Promise.all([running, last]);
  expect(order).toEqual(['first', 'last']);
});

it('frees its place when the work fails', async () => {
  const gate = createGate(1);
  const signal = new AbortController().signal;
  await expect(gate.run(signal, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await gate.run(signal, async () => 'fine')).toBe('fine');
});
