/** One server-sent event. */
export interface SseFrame {
  id: string | null;
  event: string;
  data: string;
}

export interface SseParser {
  /** Takes the next bytes, cut anywhere, and returns the frames that they complete. */
  push(bytes: Uint8Array): SseFrame[];
}

const MAX_PENDING_CHARS = 8_000_000;

/** A parser of the event-stream format (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function createSseParser(): SseParser {
  const decoder = new TextDecoder();
  let pending = '';
  let id: string | null = null;
  let event = '';
  let data: string[] = [];

  function line(text: string, out: SseFrame[]) {
    if (text === '') {
      if (data.length > 0) out.push({ id, event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id') id = value;
  }

  return {
    push(bytes) {
      const out: SseFrame[] = [];
      pending += decoder.decode(bytes, { stream: true });
      for (;;) {
        const end = pending.search(/\r|\n/);
        if (end === -1) break;
        // A carriage return at the very end may be the first half of CRLF: wait for what follows.
        if (pending[end] === '\r' && end === pending.length - 1) break;
        const width = pending[end] === '\r' && pending[end + 1] === '\n' ? 2 : 1;
        line(pending.slice(0, end), out);
        pending = pending.slice(end + width);
      }
      if (pending.length > MAX_PENDING_CHARS) throw new Error('A line of the event stream is longer than 8 million characters.');
      return out;
    },
  };
}
