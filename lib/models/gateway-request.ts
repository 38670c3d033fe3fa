import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { Refusal } from './gateway-reply.ts';
import { outsideReach } from './outside-reach.ts';
import type { MessagesBody, ModelRequest } from './provider.ts';

const MAX_BODY_BYTES = 32 * 1024 * 1024;
const MAX_OUTPUT_TOKENS = 1_000_000;

const Body = z.looseObject({
  model: z.string().min(1).max(300),
  max_tokens: z.number().int().positive().max(MAX_OUTPUT_TOKENS).optional(),
  stream: z.boolean().optional(),
  messages: z.array(z.unknown()).min(1),
});

/** Names of headers that travel on. Lists such as `anthropic-beta` stay open: their values are not looked at. */
const TRAVELS = /^(anthropic-(version|beta|dangerous-direct-browser-access)|x-stainless-.+|x-claude-code-.+|x-app|user-agent|accept)$/;

/** The run token, from either of the two headers that clients use. */
export function tokenOf(req: IncomingMessage): string | null {
  const bearer = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1];
  const key = req.headers['x-api-key'];
  return bearer ?? (typeof key === 'string' ? key : null);
}

/** @throws Refusal 413 or 400 */
export async function readModelRequest(req: IncomingMessage, path: ModelRequest['path'], search: string): Promise<ModelRequest> {
  const raw = await readBody(req);
  const body = parseBody(raw);
  if (path === '/v1/messages' && body.max_tokens === undefined) {
    throw new Refusal(400, 'invalid_request_error', 'max_tokens: Field required');
  }
  const reach = outsideReach(body);
  if (reach) throw new Refusal(403, 'permission_error', `${reach} A sandbox has no way out but the model itself.`);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined && TRAVELS.test(name)) headers[name] = String(value);
  }
  return { path, search, raw, body, headers };
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const tooLarge = () => new Refusal(413, 'request_too_large', `A request may have ${MAX_BODY_BYTES / 1024 / 1024} MB.`);
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parseBody(raw: Buffer): MessagesBody {
  try {
    return Body.parse(JSON.parse(raw.toString('utf8')));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const why = issue ? `${issue.path.join('.')}: ${issue.message}` : 'The body is not JSON.';
    throw new Refusal(400, 'invalid_request_error', why);
  }
}
