import { type ComponentType, useSyncExternalStore } from 'react';

type Parser = ComponentType<{ text: string }>;

/** Null while it comes; `plain` when it will not come. */
let parser: Parser | 'plain' | null = null;
const listeners = new Set<() => void>();

/** The parser is heavy and not needed to draw the page: it comes beside the first answers of the server. */
function settle(found: Parser | 'plain'): void {
  parser = found;
  for (const tell of listeners) tell();
}

import('#components/ui/markdown.tsx').then(
  ({ Markdown }) => settle(Markdown),
  (missing: unknown) => {
    console.warn('Text is shown as it was written: the Markdown parser could not be loaded.', missing);
    settle('plain');
  },
);

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** What draws Markdown: null while it is not known, `plain` when text stays as it was written. */
export const useParser = (): Parser | 'plain' | null =>
  useSyncExternalStore(
    subscribe,
    () => parser,
    () => null,
  );
