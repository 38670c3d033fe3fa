import type { Counter, Histogram, Labels } from './catalog.ts';

/** Metrics that are switched on: serve.ts. */
export interface Meter {
  count<Name extends Counter>(name: Name, labels: Labels<Name>, by: number): void;
  observe<Name extends Histogram>(name: Name, labels: Labels<Name>, seconds: number): void;
}

// On the global object: the web process holds this module twice, once bundled and once as it is.
const holder = globalThis as typeof globalThis & { glassworksMeter?: Meter | undefined };

/** Switches metrics on for this process, or off with null. */
export function setMeter(meter: Meter | null): void {
  holder.glassworksMeter = meter ?? undefined;
}

/** Adds to a counter. Costs nothing while metrics are off. */
export function count<Name extends Counter>(name: Name, labels: Labels<Name>, by = 1): void {
  holder.glassworksMeter?.count(name, labels, by);
}

/** Notes how long something took, in milliseconds. Costs nothing while metrics are off. */
export function observeMs<Name extends Histogram>(name: Name, labels: Labels<Name>, ms: number): void {
  holder.glassworksMeter?.observe(name, labels, ms / 1000);
}
