import { z } from 'zod';

const Body = z.looseObject({
  anthropic_version: z.literal('bedrock-2023-05-31'),
  anthropic_beta: z.array(z.string()).optional(),
  max_tokens: z.number().int().positive(),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  model: z.undefined({ error: 'model: Extra inputs are not permitted' }).optional(),
  stream: z.undefined({ error: 'stream: Extra inputs are not permitted' }).optional(),
});
export type BedrockBody = z.infer<typeof Body>;

export interface Problem {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

export interface Credentials {
  readonly bearer?: string;
  readonly accessKeyId?: string;
}

const SIGV4 =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([a-z0-9-]+)\/bedrock\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/;

/** Either the bearer token or a signature by the right key over host and date; both of the wanted region. */
export function checkAuth(headers: Readonly<Record<string, string | string[] | undefined>>, wanted: Credentials): Problem | null {
  const authorization = String(headers.authorization ?? '');
  if (wanted.bearer !== undefined && authorization === `Bearer ${wanted.bearer}`) return null;
  const signature = SIGV4.exec(authorization);
  if (signature && wanted.accessKeyId !== undefined) {
    const signed = signature[3]?.split(';') ?? [];
    const whole = signed.includes('host') && signed.includes('x-amz-date') && headers['x-amz-date'] !== undefined;
    if (signature[1] === wanted.accessKeyId && whole) return null;
  }
  const message = 'The security token included in the request is invalid.';
  return { status: 403, type: 'UnrecognizedClientException', message };
}

export function checkBody(raw: string): BedrockBody | Problem {
  try {
    const parsed = Body.safeParse(JSON.parse(raw));
    if (parsed.success) return parsed.data;
    return invalid(parsed.error.issues[0]?.message ?? 'malformed input');
  } catch (error) {
    return invalid(String(error));
  }
}

export const isProblem = (value: BedrockBody | Problem): value is Problem => 'status' in value && 'type' in value;
const invalid = (message: string): Problem => ({ status: 400, type: 'ValidationException', message });
