import { z } from 'zod';

/** What an issuer says of a person. Untrusted in form: whatever does not fit is left out. */
export interface Claims {
  readonly sub: string;
  readonly [name: string]: unknown;
}

interface Profile {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
}

const Email = z.email().max(320);
/** Letters that would break a line or hide what stands there. */
const UNSEEN = /\p{Cc}|\p{Cf}/gu;

/** Text of a person's own choice, fit for lists and mails. */
export const plainText = (value: unknown, max: number): string | null => {
  const text = typeof value === 'string' ? value.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim().slice(0, max) : '';
  return text === '' ? null : text;
};

/** An address in the form it is stored; null when it is none. */
export function emailOf(value: unknown): string | null {
  const parsed = Email.safeParse(typeof value === 'string' ? value.trim().toLowerCase() : null);
  return parsed.success ? parsed.data : null;
}

/** The person as next-auth wants them. Without an address `email` is empty, and `admitProvider` refuses it. */
export function profileOf(claims: Claims): Profile {
  const fallback = [claims.given_name, claims.family_name].filter((part) => typeof part === 'string').join(' ');
  return {
    id: String(claims.sub),
    email: emailOf(claims.email) ?? emailOf(claims.preferred_username) ?? '',
    name: plainText(claims.name, 120) ?? plainText(fallback, 120),
  };
}
