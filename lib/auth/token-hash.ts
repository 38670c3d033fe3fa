import { createHash, randomBytes } from 'node:crypto';

/** A fresh secret with a recognisable prefix; only its hash is kept. */
export function newSecret(prefix: 'gw_pat' | 'gw_link' | 'gwr'): string {
  return `${prefix}_${randomBytes(24).toString('base64url')}`;
}

/** SHA-256 in hex. The secrets are long and random, so a slow hash would add nothing. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
