import { STEPS } from './step-labels.ts';
import type { StepLine } from './transcript.ts';

export interface BarPart {
  name: StepLine['name'];
  status: StepLine['status'] | 'ahead';
  /** In percent of the bar. */
  x: number;
  width: number;
  /** What it took so far; null for a step that is ahead. */
  ms: number | null;
}

/** Enough to be seen, however short the step was. */
const MIN = 2;
/** A step of a running build that has not begun: nobody knows how long it will take. */
const AHEAD = 2.5;
const GAP = 0.5;

/** Milliseconds that a step took, or takes so far. */
export function stepMs(step: StepLine, now: number): number {
  return (step.ms ?? 0) + (step.status === 'started' ? Math.max(0, now - Date.parse(step.startedAt)) : 0);
}

/** The parts of a bar in which every step is as wide as its share of the time. */
export function barOf(steps: readonly StepLine[], running: boolean, now: number): BarPart[] {
  const begun = new Set(steps.map(({ name }) => name));
  const ahead = running ? STEPS.filter((name) => !begun.has(name)) : [];
  const count = steps.length + ahead.length;
  const room = 100 - ahead.length * AHEAD - Math.max(0, count - 1) * GAP - steps.length * MIN;
  const total = steps.reduce((sum, step) => sum + stepMs(step, now), 0);
  let x = 0;
  const place = (part: Omit<BarPart, 'x'>): BarPart => {
    const placed = { ...part, x };
    x += part.width + GAP;
    return placed;
  };
  return [
    ...steps.map((step) => {
      const ms = stepMs(step, now);
      const share = total === 0 ? 1 / steps.length : ms / total;
      return place({ name: step.name, status: step.status, width: MIN + room * share, ms });
    }),
    ...ahead.map((name) => place({ name, status: 'ahead' as const, width: AHEAD, ms: null })),
  ];
}
