import { join } from 'node:path';
import type { Env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import type { ReachOf } from '#lib/net/reach.ts';
import type { ObjectStore } from './contract.ts';
import { fileStore } from './providers/file.ts';
import { s3Store } from './providers/s3.ts';

type StorageEnv = Pick<
  Env,
  | 'APPS_S3_BUCKET'
  | 'S3_BUCKET'
  | 'S3_ENDPOINT'
  | 'S3_REGION'
  | 'S3_FORCE_PATH_STYLE'
  | 'S3_ACCESS_KEY'
  | 'S3_SECRET_KEY'
  | 'GLASSWORKS_DATA_DIR'
>;

/**
 * The object store that the environment names: a bucket when APPS_S3_BUCKET or S3_BUCKET is set, else `<data-dir>/files`.
 * Does no I/O: call `test()` to learn whether it works.
 * @throws AppError unavailable when only one half of the access key is set
 */
export function objectStore(env: StorageEnv, reachOf: ReachOf = () => undefined): ObjectStore {
  const bucket = env.APPS_S3_BUCKET ?? env.S3_BUCKET;
  if (bucket === undefined) return fileStore(join(env.GLASSWORKS_DATA_DIR, 'files'));
  return s3Store({
    bucket,
    region: env.S3_REGION ?? 'us-east-1',
    endpoint: env.S3_ENDPOINT,
    forcePathStyle: env.S3_FORCE_PATH_STYLE ?? env.S3_ENDPOINT !== undefined,
    credentials: credentials(env),
    agents: env.S3_ENDPOINT === undefined ? undefined : reachOf('S3_ENDPOINT'),
  });
}

function credentials(env: StorageEnv): { accessKeyId: string; secretAccessKey: string } | undefined {
  const { S3_ACCESS_KEY: accessKeyId, S3_SECRET_KEY: secretAccessKey } = env;
  if (accessKeyId !== undefined && secretAccessKey !== undefined) return { accessKeyId, secretAccessKey };
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  throw new AppError(
    'unavailable',
    'S3_ACCESS_KEY and S3_SECRET_KEY belong together: set both, or neither to use the ambient credentials.',
  );
}
