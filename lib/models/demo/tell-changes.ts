import type { Block, Plan } from './plan.ts';
import { inSentence } from './words.ts';

/** What differs between two plans, each as the end of "I will …". */
export function changesOf(before: Plan, after: Plan, tell: (block: Block) => string): string[] {
  return [
    ...(before.title === after.title ? [] : [`call the app “${after.title}”`]),
    ...blockChanges(before.blocks, after.blocks, tell),
    ...filterChanges(before, after),
    ...periodChange(before, after),
  ];
}

function blockChanges(before: readonly Block[], after: readonly Block[], tell: (block: Block) => string): string[] {
  const known = new Set(before.map((block) => JSON.stringify(block)));
  const kept = new Set(after.map((block) => JSON.stringify(block)));
  const gone = before.filter((block) => !kept.has(JSON.stringify(block)));
  const changes: string[] = [];
  for (const block of after) {
    if (known.has(JSON.stringify(block))) continue;
    const at = gone.findIndex((old) => isSame(old, block));
    if (at >= 0) gone.splice(at, 1);
    changes.push(`${at >= 0 ? 'show' : 'add'} ${tell(block)}`);
  }
  return [...changes, ...gone.map((block) => `remove ${tell(block)}`)];
}

/** The same part of the app in another form, rather than another part. */
function isSame(one: Block, other: Block): boolean {
  if (one.explore !== other.explore || one.kind !== other.kind) return false;
  if (one.kind === 'chart' && other.kind === 'chart') return one.metric.id === other.metric.id;
  if (one.kind === 'table' && other.kind === 'table') return one.dimensions[0]?.id === other.dimensions[0]?.id;
  return true;
}

function filterChanges(before: Plan, after: Plan): string[] {
  const missing = (from: Plan, other: Plan) => from.filters.filter(({ id }) => !other.filters.some((filter) => filter.id === id));
  return [
    ...missing(after, before).map(({ label }) => `add a filter for ${inSentence(label)}`),
    ...missing(before, after).map(({ label }) => `remove the filter for ${inSentence(label)}`),
  ];
}

function periodChange(before: Plan, after: Plan): string[] {
  if (before.period?.label === after.period?.label) return [];
  return [after.period ? `show ${after.period.label} only` : 'show all of the time again'];
}
