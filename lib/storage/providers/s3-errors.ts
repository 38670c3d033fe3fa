import { AppError, toError } from '#lib/errors.ts';
import { refusalIn } from '#lib/net/reach.ts';
import type { S3Settings } from './s3-client.ts';

const BAD_KEYS = ['SignatureDoesNotMatch', 'InvalidAccessKeyId', 'InvalidToken', 'ExpiredToken', 'TokenRefreshRequired'];
const NO_WAY = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'TimeoutError'];

const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
const namesOf = (error: unknown): string[] => {
  const { name, code, Code } = toError(error) as Error & { code?: string; Code?: string };
  return [name, code, Code].filter((part) => part !== undefined);
};

/** A bucket that is missing is a broken setting, an object that is missing is an answer. */
export const isMissingObject = (error: unknown): boolean =>
  namesOf(error).some((name) => name === 'NoSuchKey' || name === 'NotFound') ||
  (statusOf(error) === 404 && !namesOf(error).includes('NoSuchBucket'));
export const isTaken = (error: unknown): boolean =>
  statusOf(error) === 412 || namesOf(error).some((name) => name === 'PreconditionFailed' || name === 'ConditionalRequestConflict');
export const isBadRange = (error: unknown): boolean => statusOf(error) === 416 || namesOf(error).includes('InvalidRange');

/** Says what failed and which setting mends it. Never holds a key. */
export function s3Error(error: unknown, settings: S3Settings): Error {
  if (error instanceof AppError) return error;
  const refused = refusalIn(error);
  if (refused) return refused;
  const names = namesOf(error);
  const has = (list: readonly string[]): boolean => names.some((name) => list.includes(name));
  const where = settings.endpoint ?? `Amazon S3 in ${settings.region}`;
  const say = (text: string): AppError => new AppError('unavailable', text, { cause: error });
  if (has(['NoSuchBucket'])) return say(`The bucket ${settings.bucket} does not exist at ${where}: create it, or set APPS_S3_BUCKET.`);
  if (has(BAD_KEYS)) return say(`${where} refused the access key: check S3_ACCESS_KEY and S3_SECRET_KEY.`);
  if (has(['CredentialsProviderError']))
    return say('There is no access key for S3: set S3_ACCESS_KEY and S3_SECRET_KEY, or give the machine a role.');
  if (has(['PermanentRedirect', 'AuthorizationHeaderMalformed']))
    return say(`The bucket ${settings.bucket} is in another region: set S3_REGION.`);
  if (has(['RequestTimeTooSkewed'])) return say(`${where} refused the request because this machine's clock is wrong: set it.`);
  if (has(NO_WAY)) return say(`${where} cannot be reached: check S3_ENDPOINT and the network.`);
  if (statusOf(error) === 403) {
    return say(`${where} refused access to the bucket ${settings.bucket}: check S3_ACCESS_KEY, S3_SECRET_KEY and the rights of that key.`);
  }
  return new AppError(
    'bad_gateway',
    `${where} answered "${names[0] ?? 'unknown'}". Try again; if it stays, look at the storage's own log.`,
    {
      cause: error,
    },
  );
}
