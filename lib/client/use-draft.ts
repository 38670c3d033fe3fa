import { useCallback, useEffect, useState } from 'react';
import { readStored, writeStored } from './storage.ts';

/** Unsent text that survives a reload. It starts empty, so that the server's page and the browser's first one are the same. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [text, setText] = useState('');
  useEffect(() => setText(readStored(`draft:${key}`) ?? ''), [key]);
  const write = useCallback(
    (next: string) => {
      setText(next);
      writeStored(`draft:${key}`, next);
    },
    [key],
  );
  return [text, write];
}

/** A prompt that comes back to the composer: above what is written there already, and once. */
export function aboveDraft(prompt: string, draft: string): string {
  const written = draft.trim();
  return written.startsWith(prompt) ? written : `${prompt}\n${written}`.trimEnd();
}

/** Leaves text for a composer that is not on the screen yet. */
export const saveDraft = (key: string, text: string) => writeStored(`draft:${key}`, text);
