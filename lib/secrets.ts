import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from './env.ts';
import { AppError, toError } from './errors.ts';

const KEY_HEX = /^[0-9a-f]{64}$/i;
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

function keyOf(hex: string, origin: string): Key {
  if (!KEY_HEX.test(hex))
    throw new AppError('internal', `${origin} must hold keys of 64 hexadecimal digits. \`openssl rand -hex 32\` makes one.`);
  const bytes = Buffer.from(hex, 'hex');
  return { id: createHash('sha256').update('key id').update(bytes).digest('hex').slice(0, 8), bytes };
}

/** Makes the file when it is missing. Several processes may start at once: the first one's key is everybody's. */
function keyFile(dataDir: string): string {
  const path = secretKeyFile(dataDir);
  const read = () => readFileSync(path, 'utf8').trim();
  try {
    return read();
  } catch (error) {
    if (!(toError(error) as NodeJS.ErrnoException).code?.startsWith('ENOENT')) throw error;
  }
  mkdirSync(dataDir, { recursive: true });
  const own = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(own, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(own, 0o600);
  try {
    linkSync(own, path);
  } catch (error) {
    if ((toError(error) as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own);
  }
  return read();
}

let cached: { readonly source: string; readonly keys: readonly [Key, ...Key[]] } | undefined;

/** The first key encrypts; all of them decrypt, so that a new one can be put in front. */
function keys(): readonly [Key, ...Key[]] {
  const { GLASSWORKS_SECRET_KEY: given, GLASSWORKS_DATA_DIR: dataDir } = env();
  const source = given ?? fileState(secretKeyFile(dataDir));
  if (cached?.source === source) return cached.keys;
  const origin = given ? 'GLASSWORKS_SECRET_KEY' : secretKeyFile(dataDir);
  const text = given ?? keyFile(dataDir);
  const [first = '', ...others] = text.split(/[,\s]+/).filter((part) => part !== '');
  cached = { source: given ?? fileState(secretKeyFile(dataDir)), keys: [keyOf(first, origin), ...others.map((hex) => keyOf(hex, origin))] };
  return cached.keys;
}

export const secretKeyFile = (dataDir: string): string => join(dataDir, 'secret.key');

/** Changes whenever the file does: a rotated key counts at once in every process. */
function fileState(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return `file:${path}:${found ? `${found.ino}.${found.mtimeMs}` : 'none'}`;
}

/** The ids of this installation's keys; the first encrypts. */
export const keyIds = (): string[] => keys().map(({ id }) => id);

/**
 * Encrypts a text for storage (AES-256-GCM). The result names its key: `v1.<key id>.<base64url>`.
 * The key is GLASSWORKS_SECRET_KEY (64 hex digits; older ones may follow after commas) or `<data folder>/secret.key`.
 */
export function encrypt(text: string): string {
  const [key] = keys();
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv);
  cipher.setAAD(Buffer.from(key.id));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `v1.${key.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
}

/**
 * The text that `encrypt` was given.
 * @throws AppError internal when the key is not among this installation's or the value was changed
 */
export function decrypt(value: string): string {
  const [version, id, body] = value.split('.');
  if (version !== 'v1' || id === undefined || body === undefined) throw new AppError('internal', 'A stored secret is not in a known form.');
  const key = keys().find((candidate) => candidate.id === id);
  if (!key) {
    throw new AppError(
      'internal',
      `A stored secret was encrypted with key ${id}, which is missing: add it to GLASSWORKS_SECRET_KEY, after a comma.`,
    );
  }
  const bytes = Buffer.from(body, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(id));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new AppError('internal', 'A stored secret was changed or damaged and cannot be read. Enter it again.', { cause });
  }
}

/** The keys themselves, in hex: only for taking them out of texts that leave the house. */
export const masterKeys = (): string[] => keys().map(({ bytes }) => bytes.toString('hex'));

function mac(key: Key, purpose: string, text: string): Buffer {
  const derived = Buffer.from(hkdfSync('sha256', key.bytes, '', `hmac:${purpose}`, 32));
  return createHmac('sha256', derived).update(text).digest();
}

/** Signs a text for one purpose; a signature made for another purpose does not verify. Base64url. */
export function hmacSign(purpose: string, text: string): string {
  return mac(keys()[0], purpose, text).toString('base64url');
}

/**
 * Whether `signature` is, letter by letter, what `hmacSign` makes of the same purpose and text with any of this
 * installation's keys.
 */
export function hmacVerify(purpose: string, text: string, signature: string): boolean {
  // As text: its last letter has two bits to spare, so several texts are the same bytes.
  const given = Buffer.from(signature);
  return keys().some((key) => {
    const expected = Buffer.from(mac(key, purpose, text).toString('base64url'));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
