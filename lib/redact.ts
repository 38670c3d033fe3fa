const REMOVED = '[removed]';
/** Anything shorter would take innocent words with it. */
const MIN_SECRET = 8;

/** What keys look like: ours, and those of the common services. */
const KEY_SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\bgw(?:r|_pat|_link)_[A-Za-z0-9_-]{16,}/g,
  /\bWyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/g, // preview tokens
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\bAIza[0-9A-Za-z_-]{30,}/g,
  /\bABSK[A-Za-z0-9+/=]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/g,
  /(?<=\b[Bb]earer\s+)[A-Za-z0-9._~+/=-]{16,}/g,
  /(?<=:\/\/[^\s:/@]{1,100}:)[^\s:/@]{3,200}(?=@)/g,
];

/** A text without the given secrets and without anything that looks like a key. */
export function redactText(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= MIN_SECRET) clean = clean.replaceAll(secret, REMOVED);
  for (const shape of KEY_SHAPES) clean = clean.replace(shape, REMOVED);
  return clean;
}

/** The same value with every text in it, names of fields included, passed through `clean`. Dates become texts. */
export function mapTexts(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), mapTexts(inner, clean)]));
}

const SECRET_NAME = /KEY|SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIAL|_HEADERS$/i;
const PASSWORD_IN_URL = /:\/\/[^\s:/@]*:([^\s/@]+)@/;

/**
 * The secrets among these variables: values of those whose name says so, and passwords in addresses, as they stand and
 * as they are meant (`%40` is `@`).
 */
export function secretsIn(variables: Readonly<Record<string, string | undefined>>): string[] {
  const found = new Set<string>();
  for (const [name, value = ''] of Object.entries(variables)) {
    const password = PASSWORD_IN_URL.exec(value)?.[1];
    if (password) found.add(password).add(decoded(password));
    // `name=value,name=value`: each value may stand alone elsewhere.
    if (/_HEADERS$/i.test(name)) for (const pair of value.split(',')) found.add(pair.slice(pair.indexOf('=') + 1).trim());
    // Lists of keys are separated by commas or spaces.
    if (SECRET_NAME.test(name)) for (const part of [value, ...value.split(/[,\s]+/)]) found.add(part);
  }
  return [...found].filter((text) => text.length >= MIN_SECRET).sort((a, b) => b.length - a.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone "%": it stands for itself
  }
}
