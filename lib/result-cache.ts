/** Least recently used entries go first when the bytes exceed the bound; entries older than the time to live are gone. */
export interface ResultCache<T> {
  get(key: string): { value: T; ageMs: number } | undefined;
  set(key: string, value: T, bytes: number): void;
  clear(): void;
  readonly bytes: number;
}

export interface CacheBounds {
  readonly maxBytes: number;
  readonly ttlMs: number;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
}

export function createResultCache<T>({ maxBytes, ttlMs, clock }: CacheBounds): ResultCache<T> {
  const entries = new Map<string, { value: T; bytes: number; at: number }>();
  let bytes = 0;
  const drop = (key: string): void => {
    bytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      const ageMs = clock() - entry.at;
      if (ageMs >= ttlMs) {
        drop(key);
        return undefined;
      }
      entries.delete(key);
      entries.set(key, entry);
      return { value: entry.value, ageMs };
    },
    set(key, value, size) {
      drop(key);
      if (size > maxBytes) return;
      entries.set(key, { value, bytes: size, at: clock() });
      bytes += size;
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        drop(oldest);
      }
    },
    clear() {
      entries.clear();
      bytes = 0;
    },
    get bytes() {
      return bytes;
    },
  };
}
