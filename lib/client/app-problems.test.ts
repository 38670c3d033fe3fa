import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAppProblems, repairPrompt, viewOf } from './app-problems.ts';

const BOOM = { kind: 'script', message: 'Cannot read row 12', place: { file: 'src/App.tsx', line: 12 } } as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function told(tell: (problems: ReturnType<typeof createAppProblems>) => void) {
  const problems = createAppProblems();
  tell(problems);
  vi.runAllTimers();
  return problems;
}

describe('what goes wrong in a running app', () => {
  it('is counted when it happens again, even with other numbers in its words', () => {
    const problems = told((it) => {
      for (let row = 0; row < 14; row += 1) it.report(1, { ...BOOM, message: `Cannot read row ${row}` });
    });
    expect(viewOf(problems.snapshot(), 1)).toMatchObject({ lines: [{ message: 'Cannot read row 0', count: 14 }], more: 0, fixed: null });
  });

  it('is bounded: ten thousand kinds of errors are twenty lines and a number, told four times a second', () => {
    const problems = createAppProblems();
    const listener = vi.fn();
    problems.subscribe(listener);
    for (let index = 0; index < 10_000; index += 1)
      problems.report(1, { ...BOOM, message: `${'x'.repeat(index % 97)} ${String.fromCodePoint(65 + index)}` });
    expect(listener).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(listener).toHaveBeenCalledOnce();
    const view = viewOf(problems.snapshot(), 1);
    expect(view?.lines).toHaveLength(20);
    expect((view?.more ?? 0) + (view?.lines.reduce((sum, { count }) => sum + count, 0) ?? 0)).toBe(10_000);
  });

  it('is fixed in a later version that came to rest without it, and only then', () => {
    const problems = told((it) => {
      it.report(1, BOOM);
      it.report(1, { kind: 'query', message: 'No such column' });
      it.opened(2);
      it.report(2, { kind: 'query', message: 'No such column' });
    });
    expect(viewOf(problems.snapshot(), 2)?.fixed).toBeNull();
    problems.settled(2);
    vi.runAllTimers();
    expect(viewOf(problems.snapshot(), 2)).toMatchObject({ lines: [{ message: 'No such column' }], fixed: { since: 1, lines: [BOOM] } });
  });

  it('is forgotten when the version is opened again, or when the person says so', () => {
    const problems = told((it) => {
      it.report(1, BOOM);
      it.report(2, BOOM);
      it.opened(1);
    });
    expect(viewOf(problems.snapshot(), 1)).toBeNull();
    problems.forget({ version: 2, fixed: null });
    expect(viewOf(problems.snapshot(), 2)).toBeNull();
  });

  it('becomes a prompt with words, places and counts, each on one line', () => {
    const lines = [
      { ...BOOM, key: 'a', count: 14 },
      { kind: 'query', message: `two\nlines ${'x'.repeat(500)}`, key: 'b', count: 1 } as const,
    ];
    const prompt = repairPrompt({ version: 3, lines, more: 2 });
    expect(prompt.split('\n')).toEqual([
      'Version 3 of the app shows these errors when it runs. Please fix them:',
      '- "Cannot read row 12" (src/App.tsx, line 12), 14 times',
      `- "${`two lines ${'x'.repeat(500)}`.slice(0, 300)}"`,
      '- and 2 more',
    ]);
  });
});
