import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

export type Encoding = 'identity' | 'gzip' | 'br';

/** The best encoding that the client takes: br, gzip, or none. A quality of 0 means no. */
export function pickEncoding(acceptEncoding: string | undefined): Encoding {
  const accepted = new Map(
    (acceptEncoding ?? '').split(',').map((part) => {
      const [name = '', quality] = part
        .trim()
        .toLowerCase()
        .split(/;\s*q=/);
      return [name.trim(), quality === undefined ? 1 : Number(quality)];
    }),
  );
  for (const encoding of ['br', 'gzip'] as const) if ((accepted.get(encoding) ?? 0) > 0) return encoding;
  return 'identity';
}

export async function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'br')
    return brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
  return encoding === 'gzip' ? zip(body, { level: 6 }) : body;
}

/** Keeps the bytes used last, up to `maxBytes`. Bundles never change, so nothing in it is ever stale. */
export class BytesCache<T extends { readonly body: Buffer }> {
  private readonly entries = new Map<string, T>();
  private bytes = 0;
  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry;
  }

  set(key: string, entry: T): void {
    if (entry.body.length > this.maxBytes / 4) return;
    this.bytes += entry.body.length - (this.entries.get(key)?.body.length ?? 0);
    this.entries.delete(key);
    this.entries.set(key, entry);
    for (const [oldest, { body }] of this.entries) {
      if (this.bytes <= this.maxBytes) return;
      this.entries.delete(oldest);
      this.bytes -= body.length;
    }
  }
}
