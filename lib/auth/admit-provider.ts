import { audit } from '#lib/audit/audit.ts';
import type { RefusalCode } from '#lib/contracts/sign-in.ts';
import { db } from '#lib/db/client.ts';
import { type Env, env } from '#lib/env.ts';
import { syncGroups } from './group-claim.ts';
import { emailOf } from './profile.ts';
import { forgetActors } from './remembered.ts';

interface Arrival {
  /** The identity provider's id: oidc, google, github, azure-ad. */
  readonly provider: string;
  readonly providerAccountId: string;
  /** What it says of the person. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The address as the profile has it. */
  readonly email: string;
}

/** Anybody can have an account with these: an unknown person comes in by an allowed domain only. */
const OPEN_TO_ALL = new Set(['google', 'github']);

/**
 * Whether somebody whom a provider brings may come in, as a person there is or as a new one.
 * A provider's account is joined to a person only by an address that the provider has verified: otherwise whoever can write
 * any address into their own profile there could take an account over here.
 *
 * @returns null, or why not
 */
export async function admitProvider({ provider, providerAccountId, claims, email }: Arrival): Promise<RefusalCode | null> {
  const account = await db().account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
    include: { user: true },
  });
  const known = account?.user ?? null;
  const refusal = known ? refuseKnown(known) : await refuseUnknown(provider, email, claims);
  if (refusal) {
    const details = { why: refusal, way: provider };
    await audit('nobody', { action: 'sign_in.failed', subject: { kind: 'user', ...(email ? { name: email } : {}) }, details });
    return refusal;
  }
  return null;
}

/** After the sign-in: the person's groups as the provider names them. */
export async function takeOverGroups(userId: string, provider: string, claims: Readonly<Record<string, unknown>>): Promise<void> {
  const claim = env().AUTH_OIDC_GROUPS_CLAIM;
  if (provider !== 'oidc' || !claim || !(claim in claims)) return;
  await syncGroups(userId, claims[claim]);
  forgetActors();
}

const refuseKnown = ({ disabledAt, kind }: { disabledAt: Date | null; kind: string }): RefusalCode | null =>
  disabledAt || kind !== 'person' ? 'disabled' : null;

async function refuseUnknown(provider: string, address: string, claims: Readonly<Record<string, unknown>>): Promise<RefusalCode | null> {
  const email = emailOf(address);
  if (!email) return 'no_email';
  if (!isVerified(provider, email, claims)) return 'unverified';
  const domains = allowedDomains();
  const user = await db().user.findUnique({ where: { email } });
  if (user) return refuseKnown(user);
  if (domains.length > 0) return domains.includes(domainOf(email)) ? null : 'domain';
  return OPEN_TO_ALL.has(provider) ? 'domain' : null;
}

/** Azure AD names no verification; its tenant is the company's own (`common` is refused), so its administrators vouch. */
function isVerified(provider: string, email: string, claims: Readonly<Record<string, unknown>>): boolean {
  if (provider === 'azure-ad') return claims.xms_edov !== false && claims.xms_edov !== 0 && claims.xms_edov !== '0';
  if (provider === 'oidc' && env().AUTH_OIDC_TRUST_EMAIL) return claims.email_verified !== false;
  // What is verified is the address in this claim and no other.
  return claims.email_verified === true && emailOf(claims.email) === email;
}

export const allowedDomains = (e: Env = env()): string[] =>
  (e.AUTH_ALLOWED_EMAIL_DOMAINS ?? '')
    .split(/[,\s]+/)
    .map((domain) => domain.trim().toLowerCase().replace(/^@/, ''))
    .filter((domain) => domain !== '');

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);
