import { z } from 'zod';
import { AppError } from '#lib/errors.ts';
import { hmacSign, hmacVerify } from '#lib/secrets.ts';
import { bundleKey } from '#lib/storage/keys.ts';

const PURPOSE = 'preview-token';
const MAX_TOKEN = 1024;

/** What a preview token lets its bearer open: one bundle, until it expires. It opens no data. */
export interface PreviewClaims {
  readonly actorId: string;
  readonly appId: string;
  readonly version: number;
  /** From `bundlePrefix` of the key layout. */
  readonly bundlePrefix: string;
  readonly expiresAt: Date;
}

/** A list, not an object, because the token stands in every address of the app. */
const Payload = z.tuple([z.string().min(1), z.string().min(1), z.number().int().min(0), z.string().endsWith('/'), z.number().int()]);

/** Signs a token for the apps origin, `<payload>.<signature>`, safe in a path. The same claims give the same token. */
export function mintPreviewToken({ actorId, appId, version, bundlePrefix, expiresAt }: PreviewClaims): string {
  bundleKey(bundlePrefix, 'index.html'); // a prefix that cannot be served is a mistake of the caller
  const expires = Math.ceil(expiresAt.getTime() / 1000);
  const payload = Buffer.from(JSON.stringify([actorId, appId, version, bundlePrefix, expires])).toString('base64url');
  const token = `${payload}.${hmacSign(PURPOSE, payload)}`;
  if (token.length > MAX_TOKEN) throw new AppError('invalid_request', 'The ids of this version are too long for a preview token.');
  return token;
}

export type PreviewVerdict =
  | { readonly status: 'valid'; readonly claims: PreviewClaims }
  | { readonly status: 'expired'; readonly claims: PreviewClaims }
  | { readonly status: 'invalid' };

/** Checks signature and time of a token. Never throws for what a stranger sends. */
export function verifyPreviewToken(token: string, now: Date = new Date()): PreviewVerdict {
  const [payload, signature, ...rest] = token.length > MAX_TOKEN ? [] : token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0) return { status: 'invalid' };
  if (!hmacVerify(PURPOSE, payload, signature)) return { status: 'invalid' };
  const parsed = Payload.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!parsed.success) return { status: 'invalid' };
  const [actorId, appId, version, bundlePrefix, expires] = parsed.data;
  const claims = { actorId, appId, version, bundlePrefix, expiresAt: new Date(expires * 1000) };
  return { status: claims.expiresAt > now ? 'valid' : 'expired', claims };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // signed by us, so this is only a token of another version: invalid
  }
}
