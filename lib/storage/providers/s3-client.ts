import { createHash } from 'node:crypto';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { GuardedAgents } from '#lib/net/guarded-agents.ts';

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** Unset: Amazon itself. */
  readonly endpoint?: string | undefined;
  readonly forcePathStyle: boolean;
  /** Unset: the ambient chain (environment, profile, role of the machine). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** Where calls may go, when the endpoint is not the operator's own word. */
  readonly agents?: GuardedAgents | undefined;
}

const CONNECT_MS = 5_000;
const REQUEST_MS = 60_000;
const WITH_BODY = new Set(['PutObjectCommand', 'UploadPartCommand', 'DeleteObjectsCommand']);

/** A client with deadlines. Away from Amazon it proves bodies by Content-MD5, which every S3-like server understands. */
export function s3Client(settings: S3Settings): S3Client {
  const config: S3ClientConfig = {
    region: settings.region,
    forcePathStyle: settings.forcePathStyle,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true,
      ...(settings.agents ? { httpAgent: settings.agents.http, httpsAgent: settings.agents.https } : {}),
    },
  };
  if (settings.credentials) config.credentials = settings.credentials;
  if (settings.endpoint === undefined) return new S3Client(config);
  const client = new S3Client({
    ...config,
    endpoint: settings.endpoint,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  addContentMd5(client);
  return client;
}

interface SignableRequest {
  headers: Record<string, string>;
  body?: unknown;
}

function addContentMd5(client: S3Client): void {
  client.middlewareStack.add(
    (next, context) => (args) => {
      const request = args.request as SignableRequest;
      const { body } = request;
      const known = typeof body === 'string' || body instanceof Uint8Array;
      if (known && WITH_BODY.has(context.commandName ?? '')) {
        for (const name of Object.keys(request.headers)) {
          if (/^x-amz-(sdk-)?checksum/i.test(name)) delete request.headers[name];
        }
        request.headers['content-md5'] = createHash('md5').update(body).digest('base64');
      }
      return next(args);
    },
    { step: 'build', name: 'contentMd5', priority: 'low' },
  );
}
