/** What the demo model says and does in one turn. */
export interface DemoTurn {
  readonly text?: string;
  readonly tools: readonly ToolCall[];
}

export interface ToolCall {
  readonly name: 'Bash' | 'Read' | 'Write';
  readonly input: Readonly<Record<string, string>>;
}
