import { ERROR_STATUS, type ErrorCode } from '#lib/contracts/error-code.ts';
import { DATABASE_FULL, isDatabaseAway, isDatabaseFull } from '#lib/db/away.ts';
import { AppError, toError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import { logFields } from '#lib/log-context.ts';

/** Compressing less than this costs more time than sending it. Next compresses whatever does not say no-transform. */
const COMPRESS_FROM_BYTES = 32_000;

/** JSON that no cache keeps: every answer depends on who asks. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const text = JSON.stringify(value);
  const cacheControl = text.length < COMPRESS_FROM_BYTES ? 'no-store, no-transform' : 'no-store';
  return new Response(text, { status, headers: { 'Content-Type': 'application/json', 'Cache-Control': cacheControl, ...headers } });
}

/** Turns whatever was thrown into the contract's error body. What is not an AppError is logged and stays unnamed. */
export function errorResponse(thrown: unknown, requestId: string): Response {
  const { code, message, details, headers } = bodyOf(thrown, requestId);
  return json({ error: { code, message, details, requestId } }, ERROR_STATUS[code], { 'X-Request-Id': requestId, ...headers });
}

/** The same of one part of an answer whose other parts went well; the id is that of the request under way. */
export function errorPart(thrown: unknown): { code: ErrorCode; message: string } {
  const { requestId = newId('req') } = logFields();
  const { code, message } = bodyOf(thrown, requestId);
  return { code, message };
}

interface Described {
  code: ErrorCode;
  message: string;
  details?: unknown;
  headers?: Record<string, string>;
}

function bodyOf(thrown: unknown, requestId: string): Described {
  if (thrown instanceof AppError) {
    if (thrown.status >= 500) log.error({ requestId, err: thrown }, 'request failed');
    return { code: thrown.code, message: thrown.message, details: thrown.details, ...retryAfter(thrown) };
  }
  if (isDatabaseFull(thrown)) {
    log.error({ requestId, err: toError(thrown) }, 'the database had no room for a request');
    return { code: 'unavailable', message: DATABASE_FULL, headers: { 'Retry-After': '10' } };
  }
  if (isDatabaseAway(thrown)) {
    log.error({ requestId, err: toError(thrown) }, 'the database was away during a request');
    const message = 'The database does not answer at the moment. What you sent may have been kept or not; try again in a few seconds.';
    return { code: 'unavailable', message, headers: { 'Retry-After': '2' } };
  }
  log.error({ requestId, err: toError(thrown) }, 'unexpected error in a request');
  return {
    code: 'internal',
    message: `Something went wrong on our side. Try again; if it stays, tell an administrator this id: ${requestId}.`,
  };
}

function retryAfter(error: AppError): Pick<Described, 'headers'> {
  const details = error.details as { retryAfterSeconds?: unknown } | undefined;
  const seconds = details?.retryAfterSeconds;
  return typeof seconds === 'number' ? { headers: { 'Retry-After': String(seconds) } } : {};
}
