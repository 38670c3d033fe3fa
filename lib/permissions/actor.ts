import type { Attributes } from '#lib/contracts/attributes.ts';
import type { Scope } from './scopes.ts';

/** Who asks. Every domain function takes one first. */
export interface Actor {
  /** A signed-in person, a token of one, or a token of a service account. */
  readonly kind: 'user' | 'token' | 'service';
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: string;
  /** With every qualified form spelled out (`grantedBy`): a check asks for exactly the form it needs. */
  readonly scopes: ReadonlySet<Scope>;
  readonly groupIds: readonly string[];
  readonly attributes: Attributes;
  /** Of a person who is signed in: which of their sessions asks. */
  readonly sessionId?: string;
}
