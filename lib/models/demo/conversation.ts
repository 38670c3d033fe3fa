import { z } from 'zod';

/** A finished tool call since the person's last words. */
export interface PastCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly result: string;
  readonly failed: boolean;
}

export interface Conversation {
  readonly prompt: string;
  readonly calls: readonly PastCall[];
}

const TextBlock = z.object({ type: z.literal('text'), text: z.string() });
const ToolUse = z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.record(z.string(), z.unknown()) });
const ToolResult = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]).optional(),
  is_error: z.boolean().nullish(),
});
const Block = z.union([TextBlock, ToolUse, ToolResult, z.looseObject({ type: z.string() })]);
type Block = z.infer<typeof Block>;
const Messages = z.array(z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(Block)]) }));

const REMINDER = /<system-reminder>[\s\S]*?<\/system-reminder>/g;

/** The person's last words and what was done since. Null when the messages are not in the API's form. */
export function readConversation(messages: unknown): Conversation | null {
  const parsed = Messages.safeParse(messages).data;
  if (!parsed) return null;
  const list = parsed.map(({ role, content }) => ({
    role,
    blocks: typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content,
  }));
  const at = list.findLastIndex(({ role, blocks }) => role === 'user' && spoken(blocks) !== null);
  const prompt = list[at] ? spoken(list[at].blocks) : null;
  if (prompt === null) return { prompt: '', calls: [] };
  return { prompt, calls: callsIn(list.slice(at + 1).flatMap(({ blocks }) => blocks)) };
}

/** What a person wrote: the last text that is no reminder of the agent's. */
function spoken(blocks: readonly Block[]): string | null {
  if (blocks.some((block) => block.type === 'tool_result')) return null;
  const texts = blocks.flatMap((block) => TextBlock.safeParse(block).data?.text ?? []);
  return texts.map((text) => text.replaceAll(REMINDER, '').trim()).findLast((text) => text !== '') ?? null;
}

function callsIn(blocks: readonly Block[]): PastCall[] {
  const results = new Map<string, z.infer<typeof ToolResult>>();
  for (const block of blocks) {
    const result = ToolResult.safeParse(block).data;
    if (result) results.set(result.tool_use_id, result);
  }
  return blocks.flatMap((block) => {
    const use = ToolUse.safeParse(block).data;
    const result = use ? results.get(use.id) : undefined;
    return use && result ? [{ name: use.name, input: use.input, result: textOf(result), failed: result.is_error === true }] : [];
  });
}

function textOf({ content }: z.infer<typeof ToolResult>): string {
  if (content === undefined || typeof content === 'string') return content ?? '';
  return content.map(({ text }) => text ?? '').join('\n');
}
