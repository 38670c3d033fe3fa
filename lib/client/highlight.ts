export type TokenKind = 'comment' | 'text' | 'word' | 'number' | 'plain';
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const WORDS =
  'as|async|await|break|case|catch|class|const|continue|default|do|else|export|extends|false|finally|for|from|function|if|implements|import|in|instanceof|interface|let|new|null|of|return|satisfies|static|switch|throw|true|try|type|typeof|undefined|var|void|while|yield';
/**
 * One pass, no nesting: enough to calm the eye. What is never closed ends with the line or the file: a search that fails
 * would begin again at every sign, and take forever on a long file.
 */
const PATTERN = new RegExp(
  [
    String.raw`(?<comment>\/\*[\s\S]*?(?:\*\/|$)|(?<![:"'\w])\/\/[^\n]*)`,
    String.raw`(?<text>"(?:\\.|[^"\\\n])*"?|(?<!\w)'(?:\\.|[^'\\\n])*'?|${'`'}(?:\\[\s\S]|[^\\${'`'}])*${'`'}?)`,
    String.raw`(?<word>\b(?:${WORDS})\b(?!\s*:|=))`,
    String.raw`(?<number>\b\d[\d_]*(?:\.\d+)?\b)`,
  ].join('|'),
  'g',
);
const KINDS = ['comment', 'text', 'word', 'number'] as const;

/** Source in coloured pieces: comments, strings, keywords and numbers of TypeScript, CSS and JSON. The pieces together are the source. */
export function highlight(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of source.matchAll(PATTERN)) {
    if (match.index > at) tokens.push({ kind: 'plain', text: source.slice(at, match.index) });
    const kind = KINDS.find((one) => match.groups?.[one] !== undefined) ?? 'plain';
    tokens.push({ kind, text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < source.length) tokens.push({ kind: 'plain', text: source.slice(at) });
  return tokens;
}
