const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** A line that begins something new whatever stood before: no list item, quote, table row or indented line. */
const STARTS_ANEW = /^(?:#{1,6} |`{3,}|~{3,}|[\p{L}*_"'(])/u;
const LIST_LIKE = /^\s*(?:[-*+]|\d+[.)])\s/;

/**
 * Cuts Markdown into pieces that can be drawn one by one and look as they do together. All but the last stay the same
 * while text is added at the end, so that only the last is drawn again.
 */
export function splitMarkdown(text: string): string[] {
  const pieces: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  let blank = false;
  for (const line of text.split('\n')) {
    const starts = blank && fence === null && STARTS_ANEW.test(line) && !LIST_LIKE.test(line);
    if (starts && lines.some((one) => one.trim() !== '')) {
      pieces.push(lines.join('\n').trimEnd());
      lines = [];
    }
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && fence === null) fence = mark;
    else if (mark !== undefined && fence !== null && mark.startsWith(fence) && line.trim() === mark) fence = null;
    lines.push(line);
    blank = line.trim() === '';
  }
  if (lines.some((one) => one.trim() !== '') || pieces.length === 0) pieces.push(lines.join('\n'));
  return pieces;
}
