import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { admitProvider, takeOverGroups } from '#lib/auth/admit-provider.ts';
import { signInWays } from '#lib/auth/ways.ts';
import { db } from '#lib/db/client.ts';
import { parseEnv, resetEnv } from '#lib/env.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { makeActor } from '../setup/records.ts';

let person: Actor;
beforeAll(async () => {
  person = await makeActor('admin');
});

const NAMES = ['AUTH_ALLOWED_EMAIL_DOMAINS', 'AUTH_OIDC_TRUST_EMAIL', 'AUTH_OIDC_GROUPS_CLAIM'] as const;
function configure(values: Partial<Record<(typeof NAMES)[number], string>>): void {
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, values);
  resetEnv();
}
afterEach(() => configure({}));

const come = (provider: string, email: string, claims: object = { email, email_verified: true }, providerAccountId = `sub of ${email}`) =>
  admitProvider({ provider, providerAccountId, claims: { ...claims }, email });

describe('an account of a provider is joined to a person there is', () => {
  test.each([
    ['with a confirmed address', 'oidc', true, null],
    ['with an address that is not confirmed', 'oidc', false, 'unverified'],
    ['with nothing said about the address', 'oidc', undefined, 'unverified'],
    ['with "true" as a text', 'oidc', 'true', 'unverified'],
    ['of GitHub with a confirmed address', 'github', true, null],
    ['of Google with an address that is not confirmed', 'google', false, 'unverified'],
    ["of the company's own tenant", 'azure-ad', undefined, null],
  ])('%s (%s, %j): %j', async (_what, provider, verified, refusal) => {
    expect(
      await come(provider, person.email, { email: person.email, ...(verified === undefined ? {} : { email_verified: verified }) }),
    ).toBe(refusal);
  });

  test('never by an address that stands in another claim than the one that was confirmed', async () => {
    const claims = { email: 'other@example.com', email_verified: true, preferred_username: person.email };
    expect(await come('oidc', person.email, claims)).toBe('unverified');
  });

  test('without confirmation only where the operator trusts the issuer, and not against its own word', async () => {
    configure({ AUTH_OIDC_TRUST_EMAIL: 'true' });
    expect(await come('oidc', person.email, { email: person.email })).toBeNull();
    expect(await come('oidc', person.email, { email: person.email, email_verified: false })).toBe('unverified');
    expect(await come('google', person.email, { email: person.email })).toBe('unverified');
  });
});

describe('somebody new', () => {
  test.each([
    ['oidc', undefined, null],
    ['azure-ad', undefined, null],
    ['google', undefined, 'domain'],
    ['github', undefined, 'domain'],
    ['google', 'company.example', null],
    ['oidc', 'company.example, other.example', null],
    ['oidc', 'other.example', 'domain'],
    ['oidc', 'pany.example', 'domain'],
  ])('of %s with the domains %j: %j', async (provider, domains, refusal) => {
    configure(domains ? { AUTH_ALLOWED_EMAIL_DOMAINS: domains } : {});
    expect(await come(provider, 'new@company.example')).toBe(refusal);
  });

  test('without an address is refused', async () => {
    expect(await come('oidc', '', {})).toBe('no_email');
  });
});

test('who is disabled, or is a service account, does not come in, though the provider says so', async () => {
  await db().user.create({ data: { id: 'usr_gone', email: 'gone@example.com', disabledAt: new Date() } });
  await db().user.create({ data: { id: 'usr_robot', email: 'robot@example.com', kind: 'service' } });
  for (const email of ['gone@example.com', 'robot@example.com']) expect(await come('oidc', email)).toBe('disabled');
  await db().account.create({ data: { userId: 'usr_gone', type: 'oauth', provider: 'oidc', providerAccountId: 'known' } });
  expect(await come('oidc', 'anything@example.com', {}, 'known')).toBe('disabled');
  const lines = await db().auditEntry.findMany({ where: { action: 'sign_in.failed', subjectName: 'gone@example.com' } });
  expect(lines[0]).toMatchObject({ actorKind: 'nobody', details: { why: 'disabled', way: 'oidc' } });
});

test('groups follow the claim: joined, left, never those of another source, and not at all without the setting', async () => {
  const { userId } = await makeActor();
  await db().group.create({ data: { id: 'grp_manual', name: 'Owners' } });
  const names = async () => (await db().group.findMany({ where: { members: { some: { userId } } } })).map(({ name }) => name).sort();
  await takeOverGroups(userId, 'oidc', { groups: ['Sales'] });
  expect(await names()).toEqual([]);
  configure({ AUTH_OIDC_GROUPS_CLAIM: 'groups' });
  await takeOverGroups(userId, 'oidc', { groups: ['Sales', 'Owners', 'Sales', '', 7, 'Two\r\nlines'] });
  expect(await names()).toEqual(['Sales', 'Two lines']);
  await db().groupMember.create({ data: { groupId: 'grp_manual', userId } });
  await takeOverGroups(userId, 'oidc', { groups: 'Ops' });
  expect(await names()).toEqual(['Ops', 'Owners']);
  await takeOverGroups(userId, 'oidc', {});
  expect(await names()).toEqual(['Ops', 'Owners']);
});

test('what is half set up is not offered, and a tenant of everybody is refused', () => {
  const base = { DATABASE_URL: 'postgres://x' };
  const ways = (more: Record<string, string>) => signInWays(parseEnv({ ...base, ...more }));
  expect(ways({})).toEqual({ password: true, mail: false, providers: [] });
  expect(ways({ AUTH_OIDC_ISSUER: 'https://id.example', AUTH_GITHUB_CLIENT_ID: 'x', EMAIL_SMTP_HOST: 'mail' })).toMatchObject({
    mail: false,
    providers: [],
  });
  expect(ways({ AUTH_OIDC_ISSUER: 'https://id.example', AUTH_OIDC_CLIENT_ID: 'x' }).providers).toEqual([
    { id: 'oidc', name: 'Single sign-on' },
  ]);
  expect(() => ways({ AUTH_AZURE_AD_OAUTH_TENANT_ID: 'common' })).toThrow(/AUTH_AZURE_AD_OAUTH_TENANT_ID/);
});
