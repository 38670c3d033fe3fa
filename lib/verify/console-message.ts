/** What a line that the browser or the app wrote as an error means. */
export type ConsoleKind = 'outside' | 'error' | 'ignored';

const INLINE = /Executing (an )?inline|Applying inline|Evaluating a string|WebAssembly/i;
const OUTSIDE = [
  /Content Security Policy/i,
  /Blocked opening '.*' in a new window/,
  /Unsafe attempt to initiate navigation/,
  /Blocked form submission/,
  /is sandboxed and the '.*' permission is not set/,
  /^Blocked a WebRTC connection/,
  /Connection-?Allowlist/i,
];

/** Sorts an error line of the console: a try to get out, a defect, or the echo of a request that is reported elsewhere. */
export function consoleKind(text: string): ConsoleKind {
  if (/^Failed to load resource/.test(text) || /^Fetch API cannot load/.test(text)) return 'ignored';
  if (INLINE.test(text) && /Content Security Policy/i.test(text)) return 'error';
  return OUTSIDE.some((pattern) => pattern.test(text)) ? 'outside' : 'error';
}

/** One line without the address of the verification itself, cut to what a person or an agent can use. */
export function tidy(text: string, base: string): string {
  const line = text.replaceAll(base, '').replace(/\s+/g, ' ').trim();
  return line.length > 600 ? `${line.slice(0, 600)}…` : line;
}
