/** Longer lines are dropped: the longest that the product needs is a written file. */
export const MAX_LINE_BYTES = 2 * 1024 * 1024;
const NEWLINE = 0x0a;

export type Line = { readonly text: string } | { readonly tooLong: true };

/** Cuts bytes into lines wherever they arrive cut; holds at most one line. */
export function createLineBuffer(maxBytes = MAX_LINE_BYTES) {
  let parts: Uint8Array[] = [];
  let size = 0;
  let skipping = false;

  function add(part: Uint8Array) {
    if (skipping) return;
    size += part.length;
    if (size > maxBytes) {
      skipping = true;
      parts = [];
    } else {
      parts.push(part);
    }
  }

  function take(): Line {
    const line: Line = skipping ? { tooLong: true } : { text: Buffer.concat(parts).toString('utf8') };
    parts = [];
    size = 0;
    skipping = false;
    return line;
  }

  return {
    feed(bytes: Uint8Array): Line[] {
      const lines: Line[] = [];
      let from = 0;
      for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
        add(bytes.subarray(from, at));
        lines.push(take());
        from = at + 1;
      }
      // A copy: the caller may use its buffer again.
      if (from < bytes.length) add(bytes.slice(from));
      return lines;
    },
    /** What stands after the last line end. */
    end(): Line[] {
      return size === 0 ? [] : [take()];
    },
  };
}
