import { z } from 'zod';
import type { TokenUsage } from '#lib/spend/prices.ts';

const count = z.number().int().nonnegative().nullish();
const Usage = z.object({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  cache_creation: z.object({ ephemeral_1h_input_tokens: count }).nullish(),
});
type Usage = z.infer<typeof Usage>;

/** The three kinds of stream events that carry numbers, and a whole answer. */
const Metered = z.object({
  type: z.string(),
  usage: Usage.nullish(),
  message: z.object({ usage: Usage.nullish() }).nullish(),
  delta: z.object({ text: z.string(), thinking: z.string(), partial_json: z.string() }).partial().nullish(),
});

const MAX_LINE = 4 * 1024 * 1024;
const MAX_ANSWER = 64 * 1024 * 1024;
const LF = 10;
const CHARS_PER_TOKEN = 4;

/** Reads the tokens of one answer while its bytes pass by, however they are cut. Never changes or keeps them. */
export class UsageMeter {
  private readonly streaming: boolean;
  private usage: Usage = {};
  private seen = false;
  private finished = false;
  private deltaChars = 0;
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;

  constructor(streaming: boolean) {
    this.streaming = streaming;
  }

  feed(bytes: Uint8Array): void {
    if (!this.streaming) {
      this.keep(bytes, MAX_ANSWER);
      return;
    }
    let from = 0;
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, from)) {
      this.keep(bytes.subarray(from, at), MAX_LINE);
      this.line(this.take());
      from = at + 1;
    }
    if (from < bytes.length) this.keep(bytes.subarray(from), MAX_LINE);
  }

  /** True when the answer's own final count was seen. */
  get complete(): boolean {
    return this.finished;
  }

  /** True when the provider began to answer, so that the call costs money. */
  get started(): boolean {
    return this.seen;
  }

  /** The tokens so far. When the answer broke off, what was written is counted by its length. */
  read(): TokenUsage {
    if (!this.streaming && !this.seen) this.event(this.take());
    const written = this.finished ? 0 : Math.ceil(this.deltaChars / CHARS_PER_TOKEN);
    const { usage } = this;
    return {
      inputTokens: usage.input_tokens ?? 0,
      outputTokens: Math.max(usage.output_tokens ?? 0, written),
      cacheReadTokens: usage.cache_read_input_tokens ?? 0,
      cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
      cacheWrite1hTokens: usage.cache_creation?.ephemeral_1h_input_tokens ?? 0,
    };
  }

  private keep(bytes: Uint8Array, limit: number): void {
    this.pendingBytes += bytes.length;
    if (this.pendingBytes <= limit) this.pending.push(bytes);
  }

  private take(): string {
    const text = Buffer.concat(this.pending).toString('utf8');
    this.pending = [];
    this.pendingBytes = 0;
    return text;
  }

  private line(text: string): void {
    if (text.startsWith('data:')) this.event(text.slice(5));
  }

  private event(json: string): void {
    const event = parse(json);
    if (!event) return;
    const usage = event.message?.usage ?? event.usage;
    if (usage) {
      this.seen = true;
      for (const [key, value] of Object.entries(usage)) if (value != null) Object.assign(this.usage, { [key]: value });
      if (event.type !== 'message_start') this.finished = true;
    }
    const { delta } = event;
    if (delta) this.deltaChars += (delta.text ?? delta.thinking ?? delta.partial_json ?? '').length;
  }
}

/** Bytes of another form than we know are the client's business: they are relayed and simply not counted. */
function parse(json: string): z.infer<typeof Metered> | null {
  try {
    return Metered.safeParse(JSON.parse(json)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
