import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { readStored, writeStored } from './storage.ts';

const Preferences = z.object({
  /** Share of the builder's width that the conversation takes, in percent. */
  chatWidth: z.number().min(24).max(60).default(36),
  /** The project that the last new app was made in. */
  projectId: z.string().nullable().default(null),
});
export type Preferences = z.infer<typeof Preferences>;

const DEFAULTS: Preferences = { chatWidth: 36, projectId: null };

function stored(): Preferences {
  const text = readStored('preferences');
  if (text === null) return DEFAULTS;
  try {
    return Preferences.parse(JSON.parse(text));
  } catch (unreadable) {
    console.warn('The stored preferences could not be read; the defaults are used.', unreadable);
    return DEFAULTS;
  }
}

/** What this browser remembers of how its person likes to work. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const [preferences, setPreferences] = useState(DEFAULTS);
  useEffect(() => setPreferences(stored()), []);
  const change = useCallback((part: Partial<Preferences>) => {
    setPreferences((before) => {
      const next = { ...before, ...part };
      writeStored('preferences', JSON.stringify(next));
      return next;
    });
  }, []);
  return [preferences, change];
}
