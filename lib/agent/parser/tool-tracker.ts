import type { AgentEvent } from '../agent-event.ts';
import { fileChange } from './file-change.ts';
import { type ToolLine, toolLine } from './tool-summary.ts';
import type { AssistantBlock, StreamEvent } from './wire.ts';

/** A file's path comes first in the input; a long file need not be waited for. */
const PEEK_CHARS = 2000;

interface Pending {
  readonly id: string;
  readonly name: string;
  json: string;
}

interface Open extends ToolLine {
  readonly name: string;
  /** False while only the stream spoke of it: the call may still be withdrawn. */
  sure: boolean;
}

/** Follows tool calls from the first sign in the stream to their result. */
export function createToolTracker() {
  const open = new Map<string, Open>();
  const pending = new Map<number, Pending>();

  function line(id: string, tool: Open, status: 'started' | 'finished' | 'failed'): AgentEvent {
    const { name, summary, path } = tool;
    return { type: 'tool', id, name, summary, ...(path === undefined ? {} : { path }), status };
  }

  return {
    onStream(event: StreamEvent): AgentEvent[] {
      if (event.type === 'content_block_start' && event.content_block.type === 'tool_use') {
        const { id, name } = event.content_block;
        if (id && name) pending.set(event.index, { id, name, json: '' });
      }
      if (event.type !== 'content_block_delta' || event.delta.partial_json === undefined) return [];
      const call = pending.get(event.index);
      if (!call) return [];
      call.json += event.delta.partial_json;
      const file = /"file_path"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(call.json)?.[1];
      if (!file && call.json.length < PEEK_CHARS) return [];
      pending.delete(event.index);
      if (!file) return [];
      const tool = { name: call.name, ...toolLine(call.name, { file_path: parseText(file) }), sure: false };
      open.set(call.id, tool);
      return [line(call.id, tool, 'started')];
    },

    onCall({ id, name, input }: Extract<AssistantBlock, { type: 'tool_use' }>): AgentEvent[] {
      const early = open.get(id);
      const tool = { name, ...toolLine(name, input), sure: true };
      open.set(id, tool);
      return early?.summary === tool.summary ? [] : [line(id, tool, 'started')];
    },

    onResult(id: string, failed: boolean, toolUseResult: unknown): AgentEvent[] {
      const tool = open.get(id);
      if (!tool) return [];
      open.delete(id);
      const change = failed ? null : fileChange(toolUseResult);
      return [line(id, tool, failed ? 'failed' : 'finished'), ...(change ? [change] : [])];
    },

    /** A new message begins or the run ends: calls that only the stream spoke of will not come. */
    withdraw(): AgentEvent[] {
      pending.clear();
      const gone = [...open].filter(([, tool]) => !tool.sure);
      for (const [id] of gone) open.delete(id);
      return gone.map(([id, tool]) => line(id, tool, 'failed'));
    },

    end(): AgentEvent[] {
      const left = [...open].map(([id, tool]) => line(id, tool, 'failed'));
      open.clear();
      return left;
    },
  };
}

function parseText(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : '';
  } catch {
    // An escape that is cut: the path comes again, whole, with the call itself.
    return '';
  }
}
