import type { ActivityLine } from './transcript.ts';

export type ToolKind = 'look' | 'write' | 'run' | 'other';

const KINDS: Record<string, ToolKind> = {
  Read: 'look',
  Glob: 'look',
  Grep: 'look',
  LS: 'look',
  Edit: 'write',
  MultiEdit: 'write',
  Write: 'write',
  Bash: 'run',
  BashOutput: 'run',
};

/** What sort of work a tool does. */
export const toolKind = (name: string): ToolKind => KINDS[name] ?? 'other';

const times = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** A group of lines in a few words: "Looked at 3 files, wrote 2 files, ran 1 command". */
export function summarizeActivity(lines: readonly ActivityLine[]): string {
  const counts = { look: 0, write: 0, run: 0, other: 0 };
  for (const line of lines) if (line.type === 'tool') counts[toolKind(line.name)] += 1;
  const parts = [
    counts.look > 0 && `looked at ${times(counts.look, 'thing', 'things')}`,
    counts.write > 0 && `made ${times(counts.write, 'edit', 'edits')}`,
    counts.run > 0 && `ran ${times(counts.run, 'command', 'commands')}`,
    counts.other > 0 && `used ${times(counts.other, 'tool', 'tools')}`,
  ].filter((part) => part !== false);
  const text = parts.join(', ');
  return text === '' ? 'Thought about it' : text.charAt(0).toUpperCase() + text.slice(1);
}
