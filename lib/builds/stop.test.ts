import { expect, test } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { SandboxError } from '#lib/sandbox/errors.ts';
import { BuildStopped, goesOnElsewhere, isInterruption } from './stop.ts';
import { MAX_ATTEMPTS } from './tunables.ts';

const away = Object.assign(new Error('x'), { code: 'P1017' });
const gone = new SandboxError('guest_unreachable', 'The sandbox cannot be reached.');

test('a build goes on when its database or its sandbox went away', () => {
  expect(isInterruption(away, 1)).toBe(true);
  expect(isInterruption(gone, 1)).toBe(true);
});

test('it does not go on for ever, and less often when the agent may have ended its own sandbox', () => {
  expect(isInterruption(away, MAX_ATTEMPTS)).toBe(false);
  expect(isInterruption(gone, MAX_ATTEMPTS - 1)).toBe(false);
});

test('what was refused, or is the prompt’s fault, is not tried again', () => {
  for (const error of [
    new AppError('unprocessable', 'x'),
    new SandboxError('quota', 'x'),
    new SandboxError('invalid', 'x'),
    new Error('x'),
  ])
    expect(isInterruption(error, 1)).toBe(false);
});

test('only a build that goes on elsewhere leaves its agent at work', () => {
  const stopped = (reason: ConstructorParameters<typeof BuildStopped>[0]) => AbortSignal.abort(new BuildStopped(reason));
  expect(['lost', 'shutdown', 'interrupted'].map((reason) => goesOnElsewhere(stopped(reason as 'lost')))).toEqual([true, true, true]);
  expect(['cancelled', 'deadline'].map((reason) => goesOnElsewhere(stopped(reason as 'deadline')))).toEqual([false, false]);
});
