import { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { AppError } from '#lib/errors.ts';
import type { ObjectStore, PutOptions } from '../contract.ts';
import { assertKey } from '../keys.ts';
import { measure } from '../measure.ts';
import { probe } from '../probe.ts';
import type { ByteRange } from '../range.ts';
import { type S3Settings, s3Client } from './s3-client.ts';
import { isBadRange, isMissingObject, isTaken, s3Error } from './s3-errors.ts';

const DELETE_BATCH = 1000;
const PART_BYTES = 8 * 1024 * 1024;
const PARALLEL_PARTS = 3;

/** Objects in one bucket of Amazon S3 or of any server that speaks its protocol. */
export function s3Store(settings: S3Settings): ObjectStore {
  const client = s3Client(settings);
  const Bucket = settings.bucket;
  const fail = (error: unknown): Error => s3Error(error, settings);
  const taken = (key: string, cause?: unknown): AppError =>
    new AppError('conflict', `The stored file ${key} exists already and is never replaced.`, { cause });

  async function head(key: string) {
    try {
      const found = await client.send(new HeadObjectCommand({ Bucket, Key: assertKey(key) }));
      return { size: found.ContentLength ?? 0, contentType: found.ContentType ?? null, etag: found.ETag ?? '""' };
    } catch (error) {
      if (isMissingObject(error)) return null;
      throw fail(error);
    }
  }

  async function put(key: string, body: Uint8Array | string | Readable, options: PutOptions = {}) {
    assertKey(key);
    // Not every S3-like server enforces If-None-Match: looking first refuses at least what is there already.
    if (options.ifAbsent && (await head(key)) !== null) throw taken(key);
    const measured = measure(body);
    const params = { Bucket, Key: key, ContentType: options.contentType, ...(options.ifAbsent ? { IfNoneMatch: '*' } : {}) };
    try {
      if (body instanceof Readable) {
        const Body = Readable.from(measured.chunks, { objectMode: false });
        await new Upload({ client, params: { ...params, Body }, partSize: PART_BYTES, queueSize: PARALLEL_PARTS }).done();
      } else {
        const parts: Uint8Array[] = [];
        for await (const part of measured.chunks) parts.push(part);
        await client.send(new PutObjectCommand({ ...params, Body: Buffer.concat(parts) }));
      }
    } catch (error) {
      throw isTaken(error) ? taken(key, error) : fail(error);
    }
    return measured.result();
  }

  async function get(key: string, range?: ByteRange) {
    const Range = range === undefined ? undefined : `bytes=${range.start}-${range.end ?? ''}`;
    let found: GetObjectCommandOutput;
    try {
      found = await client.send(new GetObjectCommand({ Bucket, Key: assertKey(key), Range }));
    } catch (error) {
      if (isMissingObject(error)) return null;
      if (isBadRange(error)) throw new AppError('invalid_request', `${key} has no range ${Range}.`, { cause: error });
      throw fail(error);
    }
    if (!(found.Body instanceof Readable)) throw new AppError('bad_gateway', `The storage sent no body for ${key}. Try again.`);
    const total = Number(found.ContentRange?.split('/')[1] ?? found.ContentLength ?? 0);
    return { body: found.Body, size: total, contentType: found.ContentType ?? null, etag: found.ETag ?? '""' };
  }

  async function* list(prefix: string) {
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, ContinuationToken })).catch((error: unknown) => {
        throw fail(error);
      });
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, size: Size ?? 0, modifiedAt: LastModified ?? new Date(0) };
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  async function remove(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += DELETE_BATCH) {
      const Objects = keys.slice(from, from + DELETE_BATCH).map((key) => ({ Key: assertKey(key) }));
      const result = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } })).catch((error: unknown) => {
        throw fail(error);
      });
      const [first] = result.Errors ?? [];
      if (first) {
        const count = result.Errors?.length ?? 0;
        throw new AppError(
          'bad_gateway',
          `The storage did not delete ${count} files (${first.Key}: ${first.Code}). Check the key's rights.`,
        );
      }
    }
  }

  const store: ObjectStore = {
    name: 's3',
    put,
    get,
    head,
    list,
    delete: remove,
    test: () => probe(store, 'Check S3_ENDPOINT, S3_REGION and the bucket.'),
  };
  return store;
}
