/** Every metric with its labels: the one table behind what is recorded, what is served, and a test of the documents. */
export const METRICS = {
  glassworks_http_request_seconds: {
    kind: 'histogram',
    help: 'HTTP requests to the API, by route',
    labels: ['method', 'route', 'status'],
    scale: 'fast',
  },
  glassworks_builds_total: { kind: 'counter', help: 'Builds that ended', labels: ['status'] },
  glassworks_build_seconds: { kind: 'histogram', help: 'Builds from prompt to end', labels: ['status'], scale: 'slow' },
  glassworks_build_wait_seconds: { kind: 'histogram', help: 'Builds from prompt to the worker that takes them', labels: [], scale: 'fast' },
  glassworks_build_step_seconds: { kind: 'histogram', help: 'Steps of builds', labels: ['step', 'status'], scale: 'slow' },
  glassworks_model_calls_total: { kind: 'counter', help: 'Model calls; status is the provider’s, or none', labels: ['provider', 'status'] },
  glassworks_model_refusals_total: { kind: 'counter', help: 'Model calls that the gateway itself refused', labels: ['status'] },
  glassworks_model_tokens_total: { kind: 'counter', help: 'Tokens', labels: ['provider', 'kind'] },
  glassworks_model_usd_total: { kind: 'counter', help: 'Dollars, as the ledger has them', labels: ['provider'] },
  glassworks_model_first_byte_seconds: {
    kind: 'histogram',
    help: 'Model calls until the provider begins to answer',
    labels: ['provider'],
    scale: 'slow',
  },
  glassworks_model_call_seconds: { kind: 'histogram', help: 'Model calls until their end', labels: ['provider'], scale: 'slow' },
  glassworks_query_seconds: { kind: 'histogram', help: 'Metric queries; cache is hit or miss', labels: ['cache', 'status'], scale: 'fast' },
  glassworks_event_streams: { kind: 'gauge', help: 'Open event streams', labels: [] },
  glassworks_builds_waiting: { kind: 'gauge', help: 'Builds in the queue', labels: [] },
  glassworks_builds_running: { kind: 'gauge', help: 'Builds that a worker has', labels: [] },
  glassworks_oldest_waiting_seconds: { kind: 'gauge', help: 'Age of the oldest build in the queue', labels: [] },
  glassworks_sandboxes: { kind: 'gauge', help: 'Sandboxes by state; gone ones are left out', labels: ['state'] },
  glassworks_warm_pool: { kind: 'gauge', help: 'Sandboxes that wait for a build', labels: [] },
} as const satisfies Record<string, Definition>;

interface Definition {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly help: string;
  readonly labels: readonly string[];
  readonly scale?: 'fast' | 'slow';
}

/** Upper bounds of the buckets in seconds. */
export const BUCKETS = {
  fast: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  slow: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 2_700],
} as const;

type Metrics = typeof METRICS;
type Of<Kind> = { [Name in keyof Metrics]: Metrics[Name]['kind'] extends Kind ? Name : never }[keyof Metrics];
export type Counter = Of<'counter'>;
export type Histogram = Of<'histogram'>;
export type Gauge = Of<'gauge'>;
export type Labels<Name extends keyof Metrics> = { readonly [Label in Metrics[Name]['labels'][number]]: string | number };
