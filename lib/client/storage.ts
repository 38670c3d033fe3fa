/**
 * Small texts that this browser remembers. A browser may refuse to store anything (private mode, quota):
 * what is asked for then is gone after a reload, and nothing else breaks.
 */
export function readStored(key: string): string | null {
  try {
    return window.localStorage.getItem(`glassworks:${key}`);
  } catch (refused) {
    console.warn('This browser does not let Glassworks read what it stored.', refused);
    return null;
  }
}

/** Remembers a text, or forgets it when `value` is empty. */
export function writeStored(key: string, value: string): void {
  try {
    if (value === '') window.localStorage.removeItem(`glassworks:${key}`);
    else window.localStorage.setItem(`glassworks:${key}`, value);
  } catch (refused) {
    console.warn('This browser does not let Glassworks store anything.', refused);
  }
}
