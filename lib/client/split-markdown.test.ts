import { describe, expect, it } from 'vitest';
import { splitMarkdown } from './split-markdown.ts';

describe('pieces of Markdown', () => {
  it('are its paragraphs, headings and code blocks', () => {
    expect(splitMarkdown('One\n\n## Two\n\nThree\nfour')).toEqual(['One', '## Two', 'Three\nfour']);
  });

  it('keep lists, their indented parts, tables and fences whole', () => {
    const list = '1. one\n\n2. two\n\n   more of two';
    expect(splitMarkdown(`${list}\n\nAfter`)).toEqual([list, 'After']);
    const code = '```ts\na\n\nb\n\n# no heading\n```';
    expect(splitMarkdown(`Before\n\n${code}\n\nAfter`)).toEqual(['Before', code, 'After']);
    const open = '~~~~\na\n\n~~~\n\nb';
    expect(splitMarkdown(open)).toEqual([open]);
  });

  it('stay the same while text is added, but for the last', () => {
    const text = '# Title\n\nSome **words**\n\n- a\n- b\n\nAnd then\n\n```\ncode\n\nmore\n```\n\nThe end.';
    let before: string[] = [];
    for (let end = 1; end <= text.length; end += 1) {
      const now = splitMarkdown(text.slice(0, end));
      expect(now.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
      expect(now.length).toBeGreaterThan(before.length - 2);
      before = now;
    }
    expect(before.join('\n\n')).toBe(text);
  });

  it('are one even for a text without words', () => {
    expect(splitMarkdown('')).toEqual(['']);
  });
});
