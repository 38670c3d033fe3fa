import type { SourcePlace } from './types.ts';

/**
 * Where each piece of the bundle comes from, as `vite-places.ts` writes it: for a file of the bundle, by line, the
 * columns at which a line of the app's source begins: `[column, file, line]`, or `[column]` where the app's own code ends.
 */
export interface Places {
  readonly files: readonly string[];
  readonly chunks: Readonly<Record<string, readonly (readonly (readonly number[])[])[]>>;
}

const FRAME = /([\w.-]+\.js)(?:\?[^:)\s]*)?:(\d+):(\d+)/g;
const MAX_FRAMES = 50;

/** The topmost line of the app's own source in a stack; null when none of it is the app's. */
export function locate(stack: string, { files, chunks }: Places): SourcePlace | null {
  let seen = 0;
  for (const [, chunk = '', line, column] of stack.matchAll(FRAME)) {
    if (++seen > MAX_FRAMES) return null;
    const starts = Object.hasOwn(chunks, chunk) ? (chunks[chunk]?.[Number(line) - 1] ?? []) : [];
    const [, file, sourceLine] = starts.findLast(([start = 0]) => start <= Number(column) - 1) ?? [];
    const name = file === undefined ? undefined : files[file];
    if (name !== undefined && sourceLine !== undefined) return { file: name, line: sourceLine };
  }
  return null;
}

let places: Promise<Places> | null = null;

/** Where a stack points to in the app's source. The list of places is loaded at the first error, not before. */
export async function placeOf(stack: string): Promise<SourcePlace | null> {
  if (import.meta.env.DEV) return null;
  // Beside this very file, and made only after it.
  const address = import.meta.url.replace(/[^/]*$/, 'places.js');
  places ??= import(/* @vite-ignore */ address).then((module: { default: Places }) => module.default);
  return locate(stack, await places);
}
