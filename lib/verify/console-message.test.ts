import { describe, expect, it } from 'vitest';
import { consoleKind, tidy } from './console-message.ts';

describe('an error line of the console', () => {
  it.each([
    `Connecting to 'https://evil.test/' violates the following Content Security Policy directive: "connect-src 'none'". The action has been blocked.`,
    `Framing 'https://evil.test/' violates the following Content Security Policy directive: "frame-src https://apps.test". The request has been blocked.`,
    `Blocked opening 'https://evil.test/popup' in a new window because the request was made in a sandboxed frame whose 'allow-popups' permission is not set.`,
    `Unsafe attempt to initiate navigation for frame with origin 'https://web.test' from frame with URL 'https://apps.test/'.`,
    `Blocked form submission to 'https://evil.test/' because the form's frame is sandboxed and the 'allow-forms' permission is not set.`,
  ])('counts as a try to get out: %s', (text) => {
    expect(consoleKind(text)).toBe('outside');
  });

  it.each([
    `Executing inline script violates the following Content Security Policy directive 'script-src https://apps.test'.`,
    `Evaluating a string as JavaScript violates the following Content Security Policy directive because 'unsafe-eval' is not an allowed source`,
    'TypeError: x is undefined',
  ])('counts as a defect: %s', (text) => {
    expect(consoleKind(text)).toBe('error');
  });

  it('is left out when it repeats what the request itself has told', () => {
    expect(consoleKind('Failed to load resource: the server responded with a status of 404 ()')).toBe('ignored');
  });

  it('is told in one line, without the address of the verification, and not at any length', () => {
    expect(tidy('at https://apps.test/p/verify/assets/a.js:1\n  next', 'https://apps.test/p/verify/')).toBe('at assets/a.js:1 next');
    expect(tidy('x'.repeat(5_000), 'none')).toHaveLength(601);
  });
});
