import { z } from 'zod';
import type { Message, RequestBody } from './turn.ts';

const Block = z.looseObject({ type: z.string() });
const Body = z.looseObject({
  model: z.string().min(1),
  max_tokens: z.number().int().positive(),
  stream: z.boolean().optional(),
  messages: z
    .array(z.object({ role: z.enum(['user', 'assistant', 'system']), content: z.union([z.string().min(1), z.array(Block)]) }))
    .min(1),
  tools: z.array(z.looseObject({ name: z.string().optional() })).optional(),
});

/** What the agent sends, and what the SDK sends. */
const VERSIONS = ['2023-06-01', '2026-10-21'];

export interface Problem {
  readonly status: number;
  readonly message: string;
}

/** Refuses what the real API refuses, so that a wrong header or body does not pass unseen. */
export function checkHeaders(headers: Readonly<Record<string, string | string[] | undefined>>, apiKey: string): Problem | null {
  const bearer = headers.authorization;
  const key = headers['x-api-key'] ?? String(bearer ?? '').replace(/^Bearer /, '');
  if (key !== apiKey) return { status: 401, message: 'invalid x-api-key' };
  if (headers['x-api-key'] !== undefined && bearer !== undefined) return { status: 401, message: 'two credentials came along' };
  if (!VERSIONS.includes(String(headers['anthropic-version']))) return { status: 400, message: 'anthropic-version: header is required' };
  const type = String(headers['content-type'] ?? '');
  if (!type.startsWith('application/json')) return { status: 400, message: `content-type: ${type}` };
  return null;
}

export function checkBody(raw: string): { body: RequestBody } | Problem {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch (error) {
    return { status: 400, message: `The request body is not valid JSON: ${String(error)}` };
  }
  const parsed = Body.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { status: 400, message: `${issue?.path.join('.')}: ${issue?.message}` };
  }
  const body: RequestBody = parsed.data;
  const problem = checkToolResults(body.messages);
  return problem ? { status: 400, message: problem } : { body };
}

/** Every `tool_use` is answered in the next message, and nothing else is. */
function checkToolResults(messages: readonly Message[]): string | null {
  let open = new Set<unknown>();
  for (const [index, { role, content }] of messages.entries()) {
    if (role === 'system') continue;
    const blocks = typeof content === 'string' ? [] : content;
    const results = blocks.filter((block) => block.type === 'tool_result').map((block) => block.tool_use_id);
    const stray = results.find((id) => !open.has(id));
    if (stray !== undefined) return `messages.${index}: unexpected tool_use_id found in tool_result blocks: ${String(stray)}`;
    if (role === 'user' && results.length < open.size) return `messages.${index}: tool_use ids were found without tool_result blocks`;
    const used = blocks.filter((block) => block.type === 'tool_use').map((block) => block.id);
    open = new Set(role === 'assistant' ? used : []);
  }
  return null;
}
