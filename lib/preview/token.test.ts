import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resetEnv } from '#lib/env.ts';
import { hmacSign } from '#lib/secrets.ts';
import { mintPreviewToken, verifyPreviewToken } from './token.ts';

const CLAIMS = { actorId: 'usr_1', appId: 'app_1', version: 3, bundlePrefix: 'apps/app_1/builds/bld_1/bundle/' };
const at = (ms: number) => ({ ...CLAIMS, expiresAt: new Date(Date.now() + ms) });
const before = { ...process.env };

beforeAll(() => {
  process.env.DATABASE_URL = 'postgres://unused';
  process.env.GLASSWORKS_SECRET_KEY = 'cd'.repeat(32);
  resetEnv();
});
afterAll(() => {
  process.env = before;
  resetEnv();
});

describe('a preview token', () => {
  it('gives back what it was made for, and fits in a path', () => {
    const token = mintPreviewToken(at(60_000));
    expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
    expect(token.length).toBeLessThan(250);
    const verdict = verifyPreviewToken(token);
    expect(verdict).toMatchObject({ status: 'valid', claims: CLAIMS });
  });

  it('expires', () => {
    const token = mintPreviewToken(at(60_000));
    expect(verifyPreviewToken(token, new Date(Date.now() + 62_000))).toMatchObject({ status: 'expired', claims: { appId: 'app_1' } });
  });

  it('is invalid when any character was changed', () => {
    const token = mintPreviewToken(at(60_000));
    for (let i = 0; i < token.length; i++) {
      const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      expect(verifyPreviewToken(changed).status, `at ${i}`).toBe('invalid');
    }
  });

  it('has one spelling: what only decodes to the same bytes is invalid', () => {
    const token = mintPreviewToken(at(60_000));
    const last = token.slice(-1);
    const spellings = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter((letter) => letter !== last);
    for (const letter of spellings) expect(verifyPreviewToken(token.slice(0, -1) + letter).status, letter).toBe('invalid');
    for (const more of ['=', '==', ' ', '\n', '!']) expect(verifyPreviewToken(token + more).status, more).toBe('invalid');
  });

  it('is invalid when it was signed for something else, or is none', () => {
    const payload = Buffer.from(JSON.stringify(['usr_1', 'app_1', 3, 'x/', 9_999_999_999])).toString('base64url');
    const other = `${payload}.${hmacSign('something-else', payload)}`;
    for (const text of [other, '', '.', 'a.b.c', 'x'.repeat(5_000), `${payload}.`, '%00.%00']) {
      expect(verifyPreviewToken(text).status).toBe('invalid');
    }
  });

  it('is not made for a prefix that could not be served', () => {
    expect(() => mintPreviewToken({ ...at(1), bundlePrefix: '../' })).toThrow();
    expect(() => mintPreviewToken({ ...at(1), bundlePrefix: 'apps/x' })).toThrow();
  });
});
