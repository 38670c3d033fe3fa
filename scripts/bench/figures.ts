/** One measured figure. `ok` is null where there is a value to report but no target. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number | null;
  readonly ok: boolean | null;
  readonly baseline?: number;
}

/** Names, units and upper limits. A measurement that is not listed here is a mistake. */
const TARGETS = {
  first_event_p95_ms: ['ms', 300],
  build_overhead_first_p50_ms: ['ms', 1500],
  build_overhead_next_p50_ms: ['ms', 700],
  sandbox_create_p50_ms: ['ms', 150],
  sandbox_resume_p50_ms: ['ms', 500],
  sse_500_viewers_p99_ms: ['ms', 100],
  query_cold_ratio: ['×', 1.3],
  query_cached_p50_ms: ['ms', 5],
  builder_lcp_ms: ['ms', 1000],
  builder_inp_ms: ['ms', 100],
  builder_script_kb: ['kB', 350],
  transcript_reload_ms: ['ms', 300],
  app_first_number_ms: ['ms', 500],
  admin_pages_p95_ms: ['ms', 300],
  reconnect_ms: ['ms', 1000],
  web_memory_growth_mb: ['MB', 20],
  web_heap_growth_mb: ['MB', null],
  chaos_200_lost: ['', 0],
  chaos_200_stuck: ['', 0],
  chaos_200_orphans: ['', 0],
  chaos_200_duplicates: ['', 0],
  start_again_ms: ['ms', 8000],
  idle_memory_mb: ['MB', null],
  idle_sandbox_memory_mb: ['MB', null],
} as const satisfies Record<string, readonly [string, number | null]>;

export type FigureName = keyof typeof TARGETS;
export type Measured = Partial<Record<FigureName, number>>;

/** Puts measurements beside their targets. */
export function toFigures(measured: Measured, baselines: Measured = {}): Figure[] {
  return (Object.keys(measured) as FigureName[]).map((name) => {
    const [unit, target] = TARGETS[name];
    const value = round(measured[name] ?? Number.NaN);
    const baseline = baselines[name];
    return {
      name,
      value,
      unit,
      target,
      ok: target === null ? null : value <= target,
      ...(baseline === undefined ? {} : { baseline: round(baseline) }),
    };
  });
}

const round = (value: number) => (value < 10 ? Math.round(value * 100) / 100 : Math.round(value));

/** The value below which a share of the sample lies; 0.5 is the median. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);
