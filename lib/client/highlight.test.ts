import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';

const coloured = (source: string) => highlight(source).flatMap(({ kind, text }) => (kind === 'plain' ? [] : [`${kind}: ${text}`]));

describe('coloured source', () => {
  it('is the source, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', "'", '`', '/', '*', '\\', '\n', ' ', '1', '$', '{') }), (source) => {
        expect(
          highlight(source)
            .map(({ text }) => text)
            .join(''),
        ).toBe(source);
      }),
    );
  });

  it('tells comments, strings, keywords and numbers apart', () => {
    expect(coloured('const x = 42; // the answer')).toEqual(['word: const', 'number: 42', 'comment: // the answer']);
    expect(coloured(`import A from './a.ts'; /* one\ntwo */`)).toEqual([
      'word: import',
      'word: from',
      "text: './a.ts'",
      'comment: /* one\ntwo */',
    ]);
  });

  it('takes no address for a comment and no apostrophe for a string', () => {
    expect(coloured('"https://example.com"')).toEqual(['text: "https://example.com"']);
    expect(coloured("<p>It isn't new: visit https://x</p>")).toEqual([]);
  });

  it.each(['/* ', '/', '"', '\\"', '\\`', "'", "\\'", '`${', '9_', 'a"'])('takes a moment for a megabyte of %j', (sign) => {
    const started = performance.now();
    highlight(`"'\`${sign.repeat(1_000_000 / sign.length)}`);
    highlight(sign.repeat(1_000_000 / sign.length));
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
