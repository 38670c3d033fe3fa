import { expect, test } from 'vitest';
import { storing } from './storing.ts';

test('a store that hangs is given up when its time is over, and the message says for how long it was waited for', async () => {
  const started = performance.now();
  await expect(storing(new Promise(() => undefined), 30)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('did not answer within 0.03 seconds. Try again'),
  });
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('what the store answers, or why it refuses, is passed on', async () => {
  expect(await storing(Promise.resolve('stored'), 10_000)).toBe('stored');
  await expect(storing(Promise.reject(new Error('no such bucket')), 10_000)).rejects.toThrow('no such bucket');
});
