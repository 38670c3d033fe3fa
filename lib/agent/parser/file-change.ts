import type { AgentEvent } from '../agent-event.ts';
import { pathInApp } from './tool-summary.ts';
import { FileResult } from './wire.ts';

/** What a finished Write or Edit did to a file of the app; null for everything else. */
export function fileChange(toolUseResult: unknown): Extract<AgentEvent, { type: 'file' }> | null {
  const parsed = FileResult.safeParse(toolUseResult);
  if (!parsed.success) return null;
  const { type, filePath, content, structuredPatch } = parsed.data;
  const path = pathInApp(filePath);
  if (path === null) return null;
  if (type === 'create') return { type: 'file', path, change: 'created', additions: lineCount(content ?? ''), deletions: 0 };
  const lines = structuredPatch.flatMap((hunk) => hunk.lines);
  if (lines.length === 0) return null;
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return { type: 'file', path, change: 'edited', additions: count('+'), deletions: count('-') };
}

function lineCount(content: string): number {
  if (content === '') return 0;
  return content.split('\n').length - (content.endsWith('\n') ? 1 : 0);
}
