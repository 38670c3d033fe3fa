import { describe, expect, it } from 'vitest';
import { safeNext, signInPath } from './safe-next.ts';

describe('the way back after signing in', () => {
  it.each(['/projects?add', '/apps/app_1', '/settings#tokens'])('leads to %s', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    '/sign-in?link=x',
    '/api/auth/signout',
    '',
    undefined,
    ['/projects'],
  ])('never leads to %j', (path) => {
    expect(safeNext(path)).toBe('/');
  });

  it('is kept by the sign-in page, without what Next.js adds to its own fetches', () => {
    expect(signInPath('/projects?add=&_rsc=1a2b')).toBe('/sign-in?next=%2Fprojects%3Fadd%3D');
    expect(signInPath('/')).toBe('/sign-in');
    expect(signInPath(null)).toBe('/sign-in');
  });
});
