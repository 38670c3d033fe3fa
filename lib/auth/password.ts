import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const deriveKey = promisify(argon2);
/** OWASP's second recommended setting for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const NONCE_BYTES = 16;

/** Hashes a password for storage: `argon2id$<nonce>$<tag>`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(NONCE_BYTES);
  const tag = await derive(password, nonce);
  return `argon2id$${nonce.toString('base64url')}$${tag.toString('base64url')}`;
}

/** Whether the password is the stored one. A hash of another form never matches. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [algorithm, nonce, tag] = (stored ?? (await decoy())).split('$');
  if (algorithm !== 'argon2id' || !nonce || !tag) return false;
  const actual = await derive(password, Buffer.from(nonce, 'base64url'));
  const expected = Buffer.from(tag, 'base64url');
  return stored !== null && actual.length === expected.length && timingSafeEqual(actual, expected);
}

let decoyHash: Promise<string> | undefined;
/** What an unknown e-mail address is compared with: it takes as long as a known one. */
const decoy = () => {
  decoyHash ??= hashPassword('nobody');
  return decoyHash;
};

const derive = async (password: string, nonce: Buffer): Promise<Buffer> =>
  Buffer.from(await deriveKey('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, ...COST }));
