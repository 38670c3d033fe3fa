import { errorAnswer, type ModelAnswer } from '../provider.ts';

interface Mapped {
  readonly status: number;
  readonly type: string;
}

/** Bedrock's errors in the words of the Messages API, whose client knows which to repeat. */
const MAPPING: Readonly<Record<string, Mapped>> = {
  ThrottlingException: { status: 429, type: 'rate_limit_error' },
  ServiceQuotaExceededException: { status: 429, type: 'rate_limit_error' },
  ModelNotReadyException: { status: 429, type: 'rate_limit_error' },
  AccessDeniedException: { status: 403, type: 'permission_error' },
  UnrecognizedClientException: { status: 403, type: 'permission_error' },
  InvalidSignatureException: { status: 403, type: 'permission_error' },
  ExpiredTokenException: { status: 403, type: 'permission_error' },
  ValidationException: { status: 400, type: 'invalid_request_error' },
  ResourceNotFoundException: { status: 404, type: 'not_found_error' },
  ModelTimeoutException: { status: 504, type: 'timeout_error' },
  ModelErrorException: { status: 500, type: 'api_error' },
  ModelStreamErrorException: { status: 500, type: 'api_error' },
  InternalServerException: { status: 500, type: 'api_error' },
  ServiceUnavailableException: { status: 529, type: 'overloaded_error' },
};

/** An error that Bedrock answered, or null when it gave no answer at all. */
export function bedrockErrorAnswer(error: unknown): ModelAnswer | null {
  const mapped = mappedError(error);
  if (!mapped) return null;
  const wait = retryAfter(error);
  const headers = { ...(wait ? { 'retry-after': wait } : {}), ...(mapped.status === 403 ? { 'x-should-retry': 'false' } : {}) };
  return errorAnswer(mapped.status, mapped.type, mapped.message, headers);
}

/** The same as one event of a stream that already began. */
export function bedrockErrorEvent(error: unknown): string | null {
  const mapped = mappedError(error);
  if (!mapped) return null;
  const type = mapped.type === 'rate_limit_error' ? 'overloaded_error' : mapped.type;
  return `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type, message: mapped.message } })}\n\n`;
}

export function isUnknownBeta(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException' && /beta|context_management/i.test(error.message);
}

function mappedError(error: unknown): (Mapped & { message: string }) | null {
  if (!(error instanceof Error)) return null;
  const status = metadataStatus(error);
  const known = MAPPING[error.name] ?? (status && status >= 400 ? { status, type: 'api_error' } : null);
  return known ? { ...known, message: `Bedrock: ${error.message || error.name}` } : null;
}

function metadataStatus(error: Error): number | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

function retryAfter(error: unknown): string | undefined {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  return $response?.headers?.['retry-after'];
}
