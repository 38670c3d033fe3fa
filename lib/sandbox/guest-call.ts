import type { z } from 'zod';
import { toError } from '#lib/errors.ts';
import type { GuestFetch, GuestRequest, GuestResponse } from './contract.ts';
import { SandboxError, type SandboxErrorKind } from './errors.ts';

const TOKEN_HEADER = 'x-glassworks-token';
const MAX_JSON_BYTES = 8 * 1024 * 1024;
const KINDS: readonly SandboxErrorKind[] = ['not_found', 'conflict', 'auth', 'capacity', 'quota', 'unavailable', 'invalid'];

export interface Call {
  readonly method: GuestRequest['method'];
  readonly path: string;
  readonly body?: GuestRequest['body'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Names a failure of the transport. A sandbox that cannot be reached may be gone: the caller asks the provider. */
export function callError(thrown: unknown, call: Pick<Call, 'signal'>, deadline: AbortSignal): SandboxError {
  if (thrown instanceof SandboxError) return thrown;
  if (call.signal.aborted) return new SandboxError('aborted', 'The call to the sandbox was cancelled.', thrown);
  if (deadline.aborted) return new SandboxError('timeout', 'The sandbox did not answer in time.', thrown);
  return new SandboxError('guest_unreachable', `The sandbox cannot be reached: ${toError(thrown).message}`, thrown);
}

/** All of a body, refused beyond `limit`: a guest is not trusted to end. */
export async function readAll(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limit) throw new SandboxError('invalid', `The sandbox answered with more than ${limit} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A refusal in the guest's own words, cut short; anything else is no guest agent. */
async function refusal(response: GuestResponse): Promise<SandboxError> {
  const body = (await readAll(response.body, 64 * 1024)).toString('utf8');
  try {
    const { error } = JSON.parse(body) as { error?: { kind?: unknown; message?: unknown } };
    const kind = KINDS.find((known) => known === error?.kind);
    if (kind && typeof error?.message === 'string') return new SandboxError(kind, error.message.slice(0, 500));
  } catch (cause) {
    return new SandboxError('unavailable', `The sandbox answered ${response.status} without a reason.`, cause);
  }
  return new SandboxError('unavailable', `The sandbox answered ${response.status}.`);
}

export type Caller = ReturnType<typeof guestCaller>;

/** Calls to one guest agent: the token on each, a deadline on each, answers parsed. */
export function guestCaller(fetch: GuestFetch, token: string) {
  /** One exchange; `use` reads the body within the deadline. */
  async function exchange<T>(call: Call, use: (response: GuestResponse) => Promise<T>): Promise<T> {
    const deadline = AbortSignal.timeout(call.timeoutMs);
    const signal = AbortSignal.any([call.signal, deadline]);
    try {
      signal.throwIfAborted();
      return await use(await open({ ...call, signal }));
    } catch (error) {
      throw callError(error, call, deadline);
    }
  }

  /** An answer whose body may go on for as long as it likes: only the signal ends it. */
  async function open(call: Omit<Call, 'timeoutMs'>): Promise<GuestResponse> {
    const { method, path, body, headers, signal } = call;
    const response = await fetch(path, {
      method,
      headers: { ...headers, [TOKEN_HEADER]: token },
      ...(body === undefined ? {} : { body }),
      signal,
    });
    if (response.status !== 200) throw await refusal(response);
    return response;
  }

  /** One exchange whose answer is JSON of this shape. */
  async function json<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
    return exchange(call, async (response) => {
      const text = (await readAll(response.body, MAX_JSON_BYTES)).toString('utf8');
      try {
        return schema.parse(JSON.parse(text));
      } catch (cause) {
        throw new SandboxError('invalid', 'The sandbox gave an answer that does not fit.', cause);
      }
    });
  }

  return { exchange, json, open };
}
