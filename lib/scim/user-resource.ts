import SCIMMY from 'scimmy';
import { emailOf, plainText } from '#lib/auth/profile.ts';
import type { Prisma } from '#lib/db/client.ts';
import { locationOf, scimRefusal } from './answer.ts';
import { type Kept, knownNames, normalBody } from './normal.ts';
import type { ScimBody } from './query.ts';

type Row = Prisma.UserGetPayload<{ omit: { passwordHash: true } }>;

interface ScimUser {
  readonly userName: string;
  readonly externalId?: string;
  readonly active?: boolean;
  readonly displayName?: string;
  readonly name?: { readonly formatted?: string; readonly givenName?: string; readonly familyName?: string };
  readonly emails?: readonly { readonly value?: string; readonly type?: string; readonly primary?: boolean }[];
}

/** What of a SCIM user is kept in a person's row. */
interface PersonFields {
  readonly userName: string | null;
  readonly externalId: string | null;
  readonly email: string;
  readonly name: string | null;
  readonly active: boolean;
}

export const USER_NAMES: Kept = {
  kept: new Set(['username', 'externalid', 'active', 'displayname', 'name', 'emails']),
  known: knownNames(SCIMMY.Schemas.User.definition),
};

/** The schema's own view of a person: what operations are applied to. */
export function userSchema(row: Row): InstanceType<typeof SCIMMY.Schemas.User> {
  const { id, email, name, externalId, userName, disabledAt, createdAt } = row;
  const [givenName = '', ...rest] = (name ?? '').split(' ');
  const data = {
    schemas: [SCIMMY.Schemas.User.id],
    id,
    userName: userName ?? email,
    ...(externalId ? { externalId } : {}),
    ...(name
      ? { displayName: name, name: { formatted: name, givenName, ...(rest.length > 0 ? { familyName: rest.join(' ') } : {}) } }
      : {}),
    emails: [{ value: email, type: 'work', primary: true }],
    active: disabledAt === null,
    meta: { resourceType: 'User', created: createdAt, location: locationOf(`/Users/${id}`) },
  };
  return new SCIMMY.Schemas.User(data, 'out');
}

/** What a posted or put user is in our words. @throws SCIM error 400 for what does not fit */
export const fieldsOfBody = (body: ScimBody): PersonFields =>
  fieldsOf(new SCIMMY.Schemas.User(normalBody(body, USER_NAMES), 'in') as never, null);

/** @param before the person as the operations found them: what they changed of the name wins over what they left */
export function fieldsOf(user: ScimUser, before: ScimUser | null): PersonFields {
  const work = user.emails?.find(({ primary }) => primary) ?? user.emails?.find(({ type }) => type === 'work') ?? user.emails?.[0];
  const userName = plainText(user.userName, 320);
  const userNameChanged = before !== null && before.userName !== user.userName;
  const emailChanged = before !== null && before.emails?.[0]?.value !== work?.value;
  // Who renames the account, and leaves an address that was only derived from it, means both.
  const derived = userNameChanged && !emailChanged && emailOf(before.userName) === before.emails?.[0]?.value;
  const email = derived ? emailOf(userName) : (emailOf(work?.value) ?? emailOf(userName));
  if (!userName || !email)
    throw scimRefusal(400, 'invalidValue', 'A user needs a userName, and an e-mail address in emails or as userName.');
  return {
    email,
    userName: userName.toLowerCase() === email ? null : userName,
    externalId: plainText(user.externalId, 200),
    name: nameOf(user, before),
    active: user.active ?? true,
  };
}

function nameOf({ displayName, name }: ScimUser, before: ScimUser | null): string | null {
  const parts = [name?.givenName, name?.familyName].filter(Boolean).join(' ');
  const partsBefore = [before?.name?.givenName, before?.name?.familyName].filter(Boolean).join(' ');
  const candidates = [
    displayName !== before?.displayName ? displayName : undefined,
    name?.formatted !== before?.name?.formatted ? name?.formatted : undefined,
    parts !== partsBefore ? parts : undefined,
    displayName ?? name?.formatted ?? parts,
  ];
  return plainText(
    candidates.find((one) => one !== undefined && one !== ''),
    120,
  );
}
