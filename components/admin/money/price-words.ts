/** The three kinds of prices, as the page shows them. */
export const KINDS = [
  {
    kind: 'model',
    title: 'AI models',
    note: 'USD for a million tokens. The name is a part of the model’s id; the longest that fits counts.',
  },
  { kind: 'sandbox', title: 'Sandboxes', note: 'USD for each minute that a build has one.' },
  {
    kind: 'warehouse',
    title: 'Warehouse queries',
    note: 'USD for each query, and for each second that it takes. Answers from the cache cost nothing.',
  },
] as const;

export const RATE_WORDS = {
  model: {
    input: 'Input',
    output: 'Output',
    cacheRead: 'Cache read',
    cacheWrite5m: 'Cache write, 5 min',
    cacheWrite1h: 'Cache write, 1 h',
  },
  sandbox: { perMinute: 'A minute' },
  warehouse: { perQuery: 'A query', perSecond: 'A second' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;
