import { expect, test, vi } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { reasonOf, throttled, type Verdict, within } from './verdict.ts';

const FRESH = { goodMs: 10_000, badMs: 10_000, giveUpMs: 1_000 };

test('a probe that hangs is down when its time is over', async () => {
  const started = performance.now();
  const verdict = await within(30, () => new Promise(() => undefined));
  expect(verdict).toEqual({ status: 'down', message: 'No answer within 0.03 seconds.' });
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('a probe that costs something runs once for many that ask, and again when its verdict is old', async () => {
  const probe = vi.fn(async (): Promise<Verdict> => ({ status: 'ok' }));
  const ask = throttled(probe, { ...FRESH, goodMs: 0 });
  await Promise.all([ask(), ask(), ask()]);
  expect(probe).toHaveBeenCalledTimes(1);
  await ask();
  expect(probe).toHaveBeenCalledTimes(2);
  const lasting = throttled(probe, FRESH);
  await lasting();
  await lasting();
  expect(probe).toHaveBeenCalledTimes(3);
});

test('what was bad is asked again sooner than what was good', async () => {
  const verdicts: Verdict[] = [{ status: 'down' }, { status: 'ok' }, { status: 'down' }];
  const ask = throttled(async () => verdicts.shift() ?? { status: 'down' }, { ...FRESH, badMs: 0 });
  expect(await ask()).toEqual({ status: 'down' });
  expect(await ask()).toEqual({ status: 'ok' });
  expect(await ask()).toEqual({ status: 'ok' });
});

test('a probe that never ends is given up, and the next one is heard', async () => {
  let first = true;
  const ask = throttled(
    () => {
      const hangs = first;
      first = false;
      return hangs ? new Promise(() => undefined) : Promise.resolve({ status: 'ok' });
    },
    { ...FRESH, badMs: 0, giveUpMs: 30 },
  );
  expect((await ask()).status).toBe('down');
  expect((await ask()).status).toBe('ok');
});

test('a reason is our own words, or what kind of failure it was; never an address or a password', () => {
  expect(reasonOf(new AppError('unavailable', 'The disk is full.\nmore'))).toBe('The disk is full.');
  const cause = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
  expect(reasonOf(new Error('postgres://gw:hunter22@10.0.0.7/x', { cause }))).toBe('It failed with ECONNREFUSED.');
  expect(reasonOf(new Error('postgres://gw:hunter22@10.0.0.7/x'))).toBe('It failed; the server’s log says why.');
});
