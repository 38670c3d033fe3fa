import type { AgentEvent } from '../agent-event.ts';
import { createLineBuffer, type Line } from './line-buffer.ts';
import { notice, noticeOf } from './notices.ts';
import { resultOf } from './result.ts';
import { createToolTracker } from './tool-tracker.ts';
import { AssistantLine, Envelope, InitLine, ResultLine, StreamLine, UserLine } from './wire.ts';

const MAX_THOUGHT = 300;

export interface ClaudeParser {
  /** Bytes of the agent's standard output, cut anywhere. The same bytes give the same events, however they are cut. */
  feed(bytes: Uint8Array): AgentEvent[];
  /** After the last byte. */
  end(): AgentEvent[];
}

/**
 * Reads Claude Code's stream-json. Text deltas are a draft until the `assistant` line commits them: a connection that
 * drops leaves half a message behind, which is never completed. Unknown lines and keys are passed over.
 */
export function createClaudeParser(): ClaudeParser {
  const buffer = createLineBuffer();
  const state = new ParserState();
  return {
    feed: (bytes) => buffer.feed(bytes).flatMap((line) => state.line(line)),
    end: () => [...buffer.end().flatMap((line) => state.line(line)), ...state.end()],
  };
}

class ParserState {
  private readonly tools = createToolTracker();
  private drafting = false;
  private complained = false;
  private refused = false;

  line(line: Line): AgentEvent[] {
    if ('tooLong' in line) return this.complain('agent_line_too_long', 'The agent sent a line that is too long to show. The work goes on.');
    if (line.text.trim() === '') return [];
    const json = parseJson(line.text);
    const envelope = Envelope.safeParse(json);
    if (!envelope.success) return [];
    // What a helper of the agent says to the agent is not said to the person.
    if (envelope.data.parent_tool_use_id) return [];
    return this.read(envelope.data.type, envelope.data.subtype ?? '', json);
  }

  end(): AgentEvent[] {
    return [...this.discard(), ...this.tools.end()];
  }

  private read(type: string, subtype: string, json: unknown): AgentEvent[] {
    switch (type) {
      case 'stream_event':
        return this.stream(json);
      case 'assistant':
        return this.assistant(json);
      case 'user':
        return this.user(json);
      case 'system':
        if (subtype === 'init') return started(json);
        if (subtype.startsWith('model_refusal')) this.refused = true;
        return [...(subtype === 'api_retry' ? this.withdraw() : []), ...noticeOf(subtype, json)];
      case 'result':
        return this.result(json);
      default:
        return [];
    }
  }

  private stream(json: unknown): AgentEvent[] {
    const parsed = StreamLine.safeParse(json);
    if (!parsed.success) return [];
    const { event } = parsed.data;
    if (event.type === 'message_start') return this.withdraw();
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta' && event.delta.text) {
      this.drafting = true;
      return [{ type: 'draft', delta: event.delta.text }];
    }
    return this.tools.onStream(event);
  }

  private assistant(json: unknown): AgentEvent[] {
    const parsed = AssistantLine.safeParse(json);
    if (!parsed.success) return [];
    const { message, is_api_error_message } = parsed.data;
    // Errors are worded by the result; here they would look like words of the model.
    if (message.model === '<synthetic>' || is_api_error_message) return this.discard();
    return message.content.flatMap((block): AgentEvent[] => {
      if (block.type === 'tool_use') return this.tools.onCall(block);
      if (block.type === 'thinking') return thought(block.thinking);
      this.drafting = false;
      return [{ type: 'text', text: block.text }];
    });
  }

  private user(json: unknown): AgentEvent[] {
    const parsed = UserLine.safeParse(json);
    if (!parsed.success) return [];
    const { message, tool_use_result } = parsed.data;
    return message.content.flatMap((result) => this.tools.onResult(result.tool_use_id, result.is_error === true, tool_use_result));
  }

  private result(json: unknown): AgentEvent[] {
    const parsed = ResultLine.safeParse(json);
    if (!parsed.success) return [];
    const result = resultOf(parsed.data);
    // After a refusal the agent turns to another model by itself, which the gateway does not let through.
    const refusal = this.refused && result.isError && result.apiErrorStatus === 403;
    return [...this.withdraw(), { type: 'result', result: refusal ? { ...result, stopReason: 'refusal' } : result }];
  }

  /** The message under way will not be finished. */
  private withdraw(): AgentEvent[] {
    return [...this.discard(), ...this.tools.withdraw()];
  }

  private discard(): AgentEvent[] {
    if (!this.drafting) return [];
    this.drafting = false;
    return [{ type: 'draft.discarded' }];
  }

  private complain(code: string, message: string): AgentEvent[] {
    if (this.complained) return [];
    this.complained = true;
    return [notice(code, message)];
  }
}

function started(json: unknown): AgentEvent[] {
  const parsed = InitLine.safeParse(json);
  if (!parsed.success) return [];
  const { session_id, model, claude_code_version } = parsed.data;
  return [{ type: 'started', sessionId: session_id, model, version: claude_code_version }];
}

function thought(thinking: string): AgentEvent[] {
  const summary = thinking.replace(/\s+/g, ' ').trim();
  if (summary === '') return [];
  return [{ type: 'thinking', summary: summary.length > MAX_THOUGHT ? `${summary.slice(0, MAX_THOUGHT - 1)}…` : summary }];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut off by a kill, or written by something else than the agent.
    return null;
  }
}
