import type { AccessReason, AppAccess, AppAccessQuery } from '#lib/contracts/space.ts';
import { reaches, SpaceLevel } from '#lib/contracts/space-level.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { cutOffsetPage, offsetOf } from '#lib/http/offset-paging.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { loadRoles, type RoleFacts } from '#lib/permissions/load-roles.ts';
import { sourcesOf } from '#lib/spaces/access.ts';
import { findManagedApp } from './apps.ts';
import { PERSON } from './people.ts';

/** A line of the access lists that count for the app, with the space it stands in. */
interface Listed {
  readonly userId: string | null;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly level: SpaceLevel;
  readonly spaceName: string;
}

interface Facts {
  readonly ownerId: string;
  readonly spaceName: string | null;
  readonly published: boolean;
  readonly listed: readonly Listed[];
  readonly openThrough: string | null;
}

const CANDIDATE = { ...PERSON, role: true, memberships: { select: { groupId: true } } } as const satisfies Prisma.UserSelect;
type Candidate = Prisma.UserGetPayload<{ select: typeof CANDIDATE }>;

interface Verdict {
  readonly may: 'open' | 'change';
  readonly why: AccessReason[];
}

/** Who can see an app, and through what; for those who may change it. A test holds this to `visibleApps`. */
export async function readAppAccess(actor: Actor, appId: string, { q, limit, cursor }: AppAccessQuery): Promise<AppAccess> {
  const app = await findManagedApp(actor, appId);
  const offset = offsetOf(cursor);
  const [facts, roles, people] = await Promise.all([
    factsOf(app),
    loadRoles(),
    db().user.findMany({
      where: { disabledAt: null, ...(q ? { OR: [{ name: containing(q) }, { email: containing(q) }] } : {}) },
      select: CANDIDATE,
      orderBy: [{ name: 'asc' }, { email: 'asc' }],
    }),
  ]);
  const seeing = people.flatMap((person) => {
    const role = roles.get(person.role);
    const verdict = role && judge(person, role, facts);
    return role && verdict ? [{ person: { id: person.id, name: person.name, email: person.email }, role: role.name, ...verdict }] : [];
  });
  const { shown, nextCursor } = cutOffsetPage(seeing.slice(offset), limit, offset);
  const space = app.spaceId === null ? null : { id: app.spaceId, name: facts.spaceName ?? '' };
  return { space, published: facts.published, items: [...shown], total: seeing.length, nextCursor };
}

async function factsOf(app: { ownerId: string; spaceId: string | null; publishedVersion: number | null }): Promise<Facts> {
  const chain = app.spaceId === null ? [] : await sourcesOf(app.spaceId);
  const nameOf = new Map(chain.map(({ id, name }) => [id, name]));
  const rows = await db().spaceAccess.findMany({
    where: { spaceId: { in: [...nameOf.keys()] } },
    select: { userId: true, groupId: true, level: true, spaceId: true, group: { select: { name: true } } },
  });
  return {
    ownerId: app.ownerId,
    spaceName: chain[0]?.name ?? null,
    published: app.publishedVersion !== null && app.spaceId !== null,
    listed: rows.map(({ userId, groupId, level, spaceId, group }) => ({
      userId,
      groupId,
      groupName: group?.name ?? null,
      level: SpaceLevel.parse(level),
      spaceName: nameOf.get(spaceId) ?? '',
    })),
    openThrough: chain.find(({ parentId, inherits }) => parentId === null && inherits)?.name ?? null,
  };
}

/** What one person may do with the app, with every reason for it; null when it does not exist for them. */
function judge(person: Candidate, role: RoleFacts, facts: Facts): Verdict | null {
  const ways = [...byOwning(person, role, facts), ...byRole(role, facts), ...byLists(person, role, facts)];
  const changing = ways.filter(({ may }) => may === 'change');
  const opening = ways.filter(({ may }) => may === 'open');
  if (ways.length === 0) return null;
  return { may: changing.length > 0 ? 'change' : 'open', why: [...changing, ...opening].map(({ why }) => why) };
}

interface Way {
  readonly may: Verdict['may'];
  readonly why: AccessReason;
}

function byOwning({ id }: Candidate, { scopes }: RoleFacts, { ownerId }: Facts): Way[] {
  if (id !== ownerId) return [];
  const why: AccessReason = { kind: 'owner', text: 'Owns it' };
  if (scopes.has('manage:DataApp@self')) return [{ may: 'change', why }];
  return scopes.has('view:DataApp@self') ? [{ may: 'open', why }] : [];
}

function byRole({ name, scopes }: RoleFacts, { published }: Facts): Way[] {
  if (scopes.has('manage:DataApp')) return [{ may: 'change', why: { kind: 'role', text: `The role ${name} changes every app` } }];
  if (!scopes.has('view:DataApp') || !published) return [];
  return [{ may: 'open', why: { kind: 'role', text: `The role ${name} opens every published app` } }];
}

function byLists({ id, memberships }: Candidate, { scopes }: RoleFacts, facts: Facts): Way[] {
  const opens = scopes.has('view:DataApp@space') && facts.published;
  const groups = new Set(memberships.map(({ groupId }) => groupId));
  const listed = facts.listed.filter(({ userId, groupId }) => userId === id || (groupId !== null && groups.has(groupId)));
  const ways = listed.flatMap((line): Way[] => {
    const changes = scopes.has('manage:DataApp@space') && reaches(line.level, 'edit');
    return changes || opens ? [{ may: changes ? 'change' : 'open', why: listedReason(line, facts) }] : [];
  });
  if (facts.openThrough === null || !opens) return ways;
  return [...ways, { may: 'open', why: { kind: 'everyone', text: `Everybody may view the space ${facts.openThrough}` } }];
}

function listedReason({ groupName, level, spaceName }: Listed, facts: Facts): AccessReason {
  const through = groupName === null ? '' : `As one of ${groupName}: `;
  const inherited = spaceName === facts.spaceName ? '' : `, which ${facts.spaceName} inherits from`;
  const may = `may ${level} the space ${spaceName}${inherited}`;
  return {
    kind: groupName === null ? 'user' : 'group',
    text: through === '' ? `${may[0]?.toUpperCase()}${may.slice(1)}` : `${through}${may}`,
  };
}
