import { MAX_DOWNLOAD_CHARS } from '#lib/contracts/bridge.ts';

/** Values in one message, counted as a reader of it would meet them; the largest honest batch of queries has a tenth. */
const MAX_VALUES = 20_000;
/** Filters nest; nobody nests them deeper. */
const MAX_DEPTH = 24;
const MAX_ITEMS = 1_000;
const MAX_CHARS = 500_000;
const ODD_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Why a message is not worth reading, or null. Reading it by its schema costs time by its size, and more where the same
 * piece is reachable on many ways, so its size is looked at first, and only so far as it may go.
 */
export function refuseBeforeReading(message: unknown): string | null {
  const stack: { value: unknown; depth: number }[] = [{ value: message, depth: 0 }];
  let values = 0;
  let chars = isDownload(message) ? -MAX_DOWNLOAD_CHARS : 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, depth } = next;
    if (++values > MAX_VALUES) return 'It holds too many values.';
    if (typeof value === 'string') chars += value.length;
    if (chars > MAX_CHARS) return 'It is too long.';
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) return 'It is nested too deeply.';
    const problem = pushInner(value, depth + 1, stack);
    if (problem !== null) return problem;
  }
  return null;
}

function pushInner(value: object, depth: number, stack: { value: unknown; depth: number }[]): string | null {
  if (Array.isArray(value)) {
    if (value.length > MAX_ITEMS) return 'A list in it is too long.';
    for (const item of value) stack.push({ value: item, depth });
    return null;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return 'It holds something that is not plain data.';
  let keys = 0;
  for (const key in value) {
    if (++keys > MAX_ITEMS) return 'An object in it has too many keys.';
    if (ODD_KEYS.has(key)) return `It has the key "${key}".`;
    stack.push({ value: key, depth }, { value: (value as Record<string, unknown>)[key], depth });
  }
  return null;
}

const isDownload = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'download';

/** Counts what may happen `burst` times at once and `perSecond` times a second from then on. */
export interface Meter {
  /** False when it is too much. */
  take(): boolean;
  /** How often it was too much. */
  readonly refused: number;
}

export function createMeter({ burst, perSecond, clock }: { burst: number; perSecond: number; clock: () => number }): Meter {
  let left = burst;
  let at = clock();
  let refused = 0;
  return {
    take() {
      const now = clock();
      left = Math.min(burst, left + ((now - at) / 1000) * perSecond);
      at = now;
      if (left >= 1) {
        left -= 1;
        return true;
      }
      refused += 1;
      return false;
    },
    get refused() {
      return refused;
    },
  };
}
