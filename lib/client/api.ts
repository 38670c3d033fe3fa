import { z } from 'zod';
import { ErrorBody } from '#lib/contracts/error-code.ts';

/** Why a call failed, in words for a person. `code` is one of the HTTP contract's, or `offline`, `timeout`, `bad_answer`. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly details: unknown;

  constructor(
    code: string,
    message: string,
    about: { status?: number; requestId?: string | null; details?: unknown; cause?: unknown } = {},
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause });
    this.name = 'ApiError';
    this.code = code;
    this.status = about.status ?? 0;
    this.requestId = about.requestId ?? null;
    this.details = about.details;
  }
}

/** Whether an error says that the thing does not exist, or not for this person: trying again will not help. */
export const isMissing = (error: Error | null): boolean => error instanceof ApiError && error.code === 'not_found';

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** How long to wait for the whole answer; 30 seconds unless told. */
  deadlineMs?: number;
}

const DEFAULT_DEADLINE_MS = 30_000;

/** Reads the error of a response that is not 2xx, whatever its body is. */
export async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  const requestId = response.headers.get('x-request-id');
  const parsed = ErrorBody.safeParse(parseJson(text));
  if (parsed.success) {
    const { code, message, details, requestId: id } = parsed.data.error;
    return new ApiError(code, message, { status: response.status, requestId: id, details });
  }
  return new ApiError('bad_answer', `The server answered ${response.status} without saying why. Try again in a moment.`, {
    status: response.status,
    requestId,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Calls the HTTP API of this origin and checks the answer against `schema`.
 *
 * @throws ApiError always, except that an abort by `signal` is thrown as it is.
 */
export async function api<T extends z.ZodType>(schema: T, path: string, request: ApiRequest = {}): Promise<z.output<T>> {
  const deadlineMs = request.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline]);
  try {
    const response = await fetch(path, {
      method: request.method ?? 'GET',
      headers: { accept: 'application/json', ...(request.body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal,
    });
    if (!response.ok) throw await errorOf(response);
    return checked(schema, await response.text(), response, path);
  } catch (thrown) {
    if (thrown instanceof ApiError || request.signal?.aborted) throw thrown;
    if (deadline.aborted) {
      throw new ApiError('timeout', `No answer within ${Math.round(deadlineMs / 1000)} seconds. The server may be busy; try again.`, {
        cause: thrown,
      });
    }
    throw new ApiError('offline', 'The server cannot be reached. Check your connection and that Glassworks is running, then try again.', {
      cause: thrown,
    });
  }
}

function checked<T extends z.ZodType>(schema: T, text: string, response: Response, path: string): z.output<T> {
  const parsed = schema.safeParse(text === '' ? undefined : parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ApiError('bad_answer', `The answer of ${path} has an unexpected shape. Reload the page: it may be older than the server.`, {
    status: response.status,
    requestId: response.headers.get('x-request-id'),
    details: z.prettifyError(parsed.error),
  });
}
