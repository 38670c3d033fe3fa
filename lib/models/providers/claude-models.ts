/** The models that a build may choose; the first is the strongest. */
export const CLAUDE_MODELS = {
  standard: 'claude-sonnet-5-5',
  small: 'claude-haiku-5-5',
  all: ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'],
} as const;
