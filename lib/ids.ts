import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const LENGTH = 20;

/**
 * A new opaque id such as `app_3k9…`: a prefix that says what it names, and about 103 random bits.
 * Lower case and digits only, so that it is safe in paths, host names and object keys.
 */
export function newId(
  prefix: 'app' | 'bld' | 'prj' | 'sbx' | 'usr' | 'tok' | 'spc' | 'led' | 'req' | 'prc' | 'grp' | 'rol' | 'acc' | 'bdg' | 'pri',
): string {
  let id = '';
  for (const byte of randomBytes(LENGTH)) id += ALPHABET[byte % ALPHABET.length];
  return `${prefix}_${id}`;
}
