import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resetEnv } from './env.ts';
import { decrypt, encrypt, hmacSign, hmacVerify } from './secrets.ts';

const OLD = '11'.repeat(32);
const NEW = '22'.repeat(32);
let dir: string;

function withKey(key: string | undefined) {
  if (key === undefined) delete process.env.GLASSWORKS_SECRET_KEY;
  else process.env.GLASSWORKS_SECRET_KEY = key;
  resetEnv();
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'secrets-'));
  process.env.DATABASE_URL = 'postgres://localhost/x';
  process.env.GLASSWORKS_DATA_DIR = dir;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('secrets', () => {
  it('gives back what was encrypted, never the same twice', () => {
    withKey(OLD);
    const one = encrypt('pässword');
    expect(decrypt(one)).toBe('pässword');
    expect(encrypt('pässword')).not.toBe(one);
    expect(one).not.toContain('pässword');
  });

  it('refuses a value that was changed', () => {
    withKey(OLD);
    const value = encrypt('text');
    const changed = value.slice(0, -3) + (value.endsWith('AAA') ? 'BBB' : 'AAA');
    expect(() => decrypt(changed)).toThrow(/changed or damaged/);
    expect(() => decrypt('plain')).toThrow(/known form/);
  });

  it('still reads what an older key encrypted, when that key follows the new one', () => {
    withKey(OLD);
    const value = encrypt('text');
    withKey(NEW);
    expect(() => decrypt(value)).toThrow(/which is missing/);
    withKey(`${NEW},${OLD}`);
    expect(decrypt(value)).toBe('text');
  });

  it('makes a key file that only its owner reads', () => {
    withKey(undefined);
    expect(decrypt(encrypt('text'))).toBe('text');
    expect(statSync(join(dir, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  it('keeps signatures of different purposes apart', () => {
    withKey(OLD);
    const signature = hmacSign('preview', 'app_1');
    expect(hmacVerify('preview', 'app_1', signature)).toBe(true);
    expect(hmacVerify('login', 'app_1', signature)).toBe(false);
    expect(hmacVerify('preview', 'app_2', signature)).toBe(false);
    expect(hmacVerify('preview', 'app_1', '')).toBe(false);
  });
});
