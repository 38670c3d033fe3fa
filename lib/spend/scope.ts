import type { BudgetScope, ScopeKind } from '#lib/contracts/budgets.ts';
import { db } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { AppError } from '#lib/errors.ts';

const GONE: Readonly<Record<ScopeKind, string>> = {
  org: 'The organisation',
  space: 'A space that was deleted',
  group: 'A group that was deleted',
  user: 'A person who was deleted',
  app: 'An app that was deleted',
};
const NONE: Readonly<Record<string, string>> = {
  space: 'Personal apps',
  group: 'In no group',
  user: 'Nobody in particular',
  app: 'Outside of apps',
  model: 'No model',
};

/** `{kind: 'space', id: 'spc_1'}` as the key under which its money is counted: `space:spc_1`. */
export const scopeKey = ({ kind, id }: BudgetScope): string => (id === undefined ? kind : `${kind}:${id}`);

export function scopeOfKey(key: string): { kind: ScopeKind; id?: string } {
  const at = key.indexOf(':');
  return at < 0 ? { kind: 'org' } : { kind: key.slice(0, at) as ScopeKind, id: key.slice(at + 1) };
}

/** What people call these scopes, by their keys; what is gone is said to be. */
export async function scopeNames(keys: Iterable<string>): Promise<(key: string) => string> {
  const scopes = [...keys].map(scopeOfKey);
  const ids = (kind: ScopeKind) => scopes.flatMap((scope) => (scope.kind === kind && scope.id ? [scope.id] : []));
  const where = (kind: ScopeKind) => ({ where: { id: { in: ids(kind) } } });
  const named = { id: true, name: true } as const;
  const [spaces, groups, users, apps] = await Promise.all([
    db().space.findMany({ ...where('space'), select: named }),
    db().group.findMany({ ...where('group'), select: named }),
    db().user.findMany({ ...where('user'), select: { ...named, email: true } }),
    db().app.findMany({ ...where('app'), select: named }),
  ]);
  const names = new Map<string, string>([
    ...spaces.map(({ id, name }) => [`space:${id}`, name] as const),
    ...groups.map(({ id, name }) => [`group:${id}`, name] as const),
    ...users.map(({ id, name, email }) => [`user:${id}`, name ?? email] as const),
    ...apps.map(({ id, name }) => [`app:${id}`, name] as const),
  ]);
  return (key) => {
    const { kind, id } = scopeOfKey(key);
    return names.get(key) ?? (id === 'none' ? (NONE[kind] ?? 'None') : (kind as string) === 'model' ? (id ?? '') : GONE[kind]);
  };
}

/** @throws AppError `not_found` when what a budget is made for does not exist */
export async function requireScopeExists(scope: BudgetScope): Promise<void> {
  const { kind, id = '' } = scope;
  const there = {
    org: async () => 1,
    space: () => db().space.count({ where: { id, deletedAt: null } }),
    group: () => db().group.count({ where: { id } }),
    user: () => db().user.count({ where: { id } }),
    app: () => db().app.count({ where: { id, deletedAt: null } }),
  };
  if ((await there[kind]()) === 0) throw new AppError('not_found', `There is no such ${kind === 'user' ? 'person' : kind}.`);
}

const CHOICES = 30;

/** What a budget can be made for, by a part of its name. */
export async function scopeChoices(kind: Exclude<ScopeKind, 'org'>, q: string): Promise<{ items: { id: string; name: string }[] }> {
  const name = containing(q);
  const some = { take: CHOICES, orderBy: { name: 'asc' as const }, select: { id: true, name: true } as const };
  if (kind === 'user') {
    const people = await db().user.findMany({
      ...some,
      where: { OR: [{ name }, { email: name }] },
      select: { ...some.select, email: true },
    });
    return { items: people.map((one) => ({ id: one.id, name: one.name === null ? one.email : `${one.name} (${one.email})` })) };
  }
  if (kind === 'group') return { items: await db().group.findMany({ ...some, where: { name } }) };
  if (kind === 'space') return { items: await db().space.findMany({ ...some, where: { name, deletedAt: null } }) };
  return { items: await db().app.findMany({ ...some, where: { name, deletedAt: null } }) };
}
