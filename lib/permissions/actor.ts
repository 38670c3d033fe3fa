import type { Scope } from './scopes.ts';

/** Who asks. Every domain function takes one first. */
export interface Actor {
  readonly kind: 'user' | 'token';
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: string;
  readonly scopes: ReadonlySet<Scope>;
}
