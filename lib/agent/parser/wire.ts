import { z } from 'zod';

/** The few fields we read of Claude Code's stream. Everything else may change without notice. */

const text = z.string().optional().catch(undefined);
const number = z.number().catch(0);

export const Envelope = z.looseObject({
  type: z.string(),
  subtype: text,
  parent_tool_use_id: z.string().nullish().catch(undefined),
});

export const InitLine = z.object({ session_id: z.string(), model: z.string().catch(''), claude_code_version: z.string().catch('') });

export const RetryLine = z.object({
  attempt: number,
  max_retries: number,
  error_status: z.number().nullish().catch(undefined),
});

export const StreamLine = z.object({
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('message_start') }),
    z.object({
      type: z.literal('content_block_start'),
      index: z.number(),
      content_block: z.looseObject({ type: z.string(), id: text, name: text }),
    }),
    z.object({
      type: z.literal('content_block_delta'),
      index: z.number(),
      delta: z.looseObject({ type: z.string(), text: text, partial_json: text }),
    }),
  ]),
});
export type StreamEvent = z.infer<typeof StreamLine>['event'];

const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('thinking'), thinking: z.string() }),
  z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.record(z.string(), z.unknown()).catch({}) }),
]);
export type AssistantBlock = z.infer<typeof Block>;

/** Blocks of a kind we do not know are left out, the rest is kept. */
const blocks = z.array(z.unknown()).transform((list) =>
  list.flatMap((one) => {
    const parsed = Block.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  }),
);

export const AssistantLine = z.object({
  message: z.object({ model: text, content: blocks }),
  is_api_error_message: z.boolean().optional().catch(undefined),
});

const ToolResult = z.object({ type: z.literal('tool_result'), tool_use_id: z.string(), is_error: z.boolean().optional().catch(undefined) });

export const UserLine = z.object({
  message: z.object({
    content: z.array(z.unknown()).transform((list) =>
      list.flatMap((one) => {
        const parsed = ToolResult.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    ),
  }),
  tool_use_result: z.unknown(),
});

export const FileResult = z.object({
  type: text,
  filePath: z.string(),
  content: text,
  structuredPatch: z.array(z.object({ lines: z.array(z.string()) })).catch([]),
});

const ModelUsage = z.object({
  inputTokens: number,
  outputTokens: number,
  cacheReadInputTokens: number,
  cacheCreationInputTokens: number,
  costUSD: number,
});

export const ResultLine = z.object({
  is_error: z.boolean(),
  subtype: text,
  terminal_reason: z.string().nullish().catch(undefined),
  api_error_status: z.number().nullish().catch(undefined),
  stop_reason: z.string().nullish().catch(undefined),
  session_id: text,
  num_turns: number,
  result: text,
  errors: z.array(z.string()).catch([]),
  model_usage_since_last_result: z.record(z.string(), ModelUsage).catch({}),
});
export type ResultLine = z.infer<typeof ResultLine>;
