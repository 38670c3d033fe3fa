import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#lib/errors.ts';
import type { ObjectStore } from '#lib/storage/contract.ts';
import { contentTypeOf, isText } from './content-type.ts';
import { parseRange } from './http-range.ts';
import { type BytesCache, compress, type Encoding, pickEncoding } from './text-cache.ts';

/** Text up to this size is held in memory, compressed; the rest is streamed as it is. Bytes. */
const MAX_TEXT_BYTES = 8 * 1024 * 1024;

export interface CachedFile {
  readonly body: Buffer;
  readonly etag: string;
}

export interface FileRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly store: ObjectStore;
  readonly cache: BytesCache<CachedFile>;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
}

const etagOf = (etag: string, encoding: Encoding): string => (encoding === 'identity' ? etag : etag.replace(/"$/, `-${encoding}"`));
const matches = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((part) => ['*', etag].includes(part.trim().replace(/^W\//, '')));

async function textFile({ store, cache, key }: FileRequest, encoding: Encoding): Promise<CachedFile | null> {
  const cached = cache.get(`${encoding} ${key}`);
  if (cached !== undefined) return cached;
  const found = await store.get(key);
  if (found === null) return null;
  const file = { body: await compress(await buffer(found.body), encoding), etag: etagOf(found.etag, encoding) };
  cache.set(`${encoding} ${key}`, file);
  return file;
}

/**
 * Answers GET or HEAD for one stored file: 200, 206, 304 or 416.
 * @returns false when there is no such file; nothing was written then
 */
export async function serveFile(file: FileRequest): Promise<boolean> {
  const { request, store, cache, key } = file;
  const contentType = contentTypeOf(key);
  // A range is of the bytes as stored, so it is never compressed.
  const encoding =
    isText(contentType) && request.headers.range === undefined ? pickEncoding(request.headers['accept-encoding']) : 'identity';
  const cached = cache.get(`${encoding} ${key}`);
  const head = cached === undefined ? await store.head(key) : null;
  if (cached === undefined && head === null) return false;
  const etag = cached?.etag ?? etagOf(head?.etag ?? '""', encoding);
  const headers: Record<string, string | number> = { ...file.headers, 'content-type': contentType, etag, 'accept-ranges': 'bytes' };
  if (isText(contentType)) headers.vary = 'accept-encoding';
  if (matches(request.headers['if-none-match'], etag)) {
    file.response.writeHead(304, headers).end();
    return true;
  }
  const held = isText(contentType) && request.headers.range === undefined && (head?.size ?? 0) <= MAX_TEXT_BYTES;
  return held ? sendText(file, encoding, headers) : sendStream(file, head, headers);
}

async function sendText(file: FileRequest, encoding: Encoding, headers: Record<string, string | number>): Promise<boolean> {
  const found = await textFile(file, encoding);
  if (found === null) return false;
  if (encoding !== 'identity') headers['content-encoding'] = encoding;
  file.response.writeHead(200, { ...headers, etag: found.etag, 'content-length': found.body.length });
  file.response.end(file.request.method === 'HEAD' ? undefined : found.body);
  return true;
}

async function sendStream(
  { request, response, store, key }: FileRequest,
  known: { readonly size: number; readonly etag: string } | null,
  headers: Record<string, string | number>,
): Promise<boolean> {
  const head = known ?? (await store.head(key));
  if (head === null) return false;
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === head.etag ? parseRange(request.headers.range, head.size) : null;
  const plain = { ...headers, etag: head.etag };
  if (range === 'unsatisfiable') {
    response.writeHead(416, { ...plain, 'content-range': `bytes */${head.size}` }).end();
    return true;
  }
  const length = range === null ? head.size : range.end - range.start + 1;
  const partial = range === null ? {} : { 'content-range': `bytes ${range.start}-${range.end}/${head.size}` };
  const status = range === null ? 200 : 206;
  if (request.method === 'HEAD') {
    response.writeHead(status, { ...plain, ...partial, 'content-length': length }).end();
    return true;
  }
  const found = await store.get(key, range ?? undefined);
  if (found === null) throw new AppError('not_found', 'This file of the app was removed.');
  response.writeHead(status, { ...plain, ...partial, 'content-length': length });
  await pipeline(found.body, response);
  return true;
}
