import type { Cell, MetricQueryInput, QueryResult } from './types.ts';

const NAMES = ['Aurora', 'Birch', 'Cedar', 'Delta', 'Ember', 'Fjord'];
const PERIODS = 12;
const INTERVAL = /_(day|week|month|quarter|year)$/;

/** Made-up rows in the shape of a query, for a downloaded app without Glassworks around it. The same query gives the same rows. */
export function sampleResult(query: MetricQueryInput): QueryResult {
  const dimensions = query.dimensions ?? [];
  const metrics = query.metrics ?? [];
  const random = seeded(JSON.stringify([dimensions, metrics]));
  const rows = combinations(dimensions.map(valuesOf)).map((cells) => [...cells, ...metrics.map(() => Math.round(500 + random() * 9500))]);
  const column = (id: string, kind: 'dimension' | 'metric') => ({
    id,
    label: labelOf(id),
    kind,
    type: kind === 'metric' ? 'number' : INTERVAL.test(id) ? 'date' : 'string',
    format: null,
  });
  const limited = rows.slice(0, query.limit ?? 500);
  return {
    columns: [...dimensions.map((id) => column(id, 'dimension')), ...metrics.map((id) => column(id, 'metric'))],
    rows: limited,
    rowCount: limited.length,
    truncated: limited.length < rows.length,
    cache: { hit: false, ageMs: 0 },
    timing: { compileMs: 0, warehouseMs: 0, totalMs: 0 },
  };
}

function valuesOf(fieldId: string): Cell[] {
  const interval = INTERVAL.exec(fieldId)?.[1];
  if (!interval) return NAMES;
  const months = { day: 0, week: 0, month: 1, quarter: 3, year: 12 }[interval] ?? 1;
  const days = interval === 'day' ? 1 : interval === 'week' ? 7 : 0;
  return Array.from({ length: PERIODS }, (_, index) => {
    const back = PERIODS - 1 - index;
    return new Date(Date.UTC(2025, 11 - back * months, 1 - back * days)).toISOString().slice(0, 10);
  });
}

function combinations(lists: Cell[][]): Cell[][] {
  return lists.reduce<Cell[][]>((rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])), [[]]);
}

function labelOf(fieldId: string): string {
  const words = fieldId.split('_').slice(1).join(' ') || fieldId;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A small deterministic generator (mulberry32) seeded by a text; 0 ≤ x < 1. */
function seeded(text: string): () => number {
  let state = 0;
  for (const char of text) state = (Math.imul(state, 31) + char.charCodeAt(0)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
