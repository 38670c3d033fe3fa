import type { Directory } from '#lib/contracts/space.ts';
import { db } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireSome } from '#lib/permissions/can.ts';

const MOST = 20;

/** People and groups whose names hold these words, for those who give others access. */
export async function searchDirectory(actor: Actor, q: string): Promise<Directory> {
  if (!actor.scopes.has('manage:Organization')) requireSome(actor, 'manage:Space');
  const [people, groups] = await Promise.all([
    db().user.findMany({
      where: { disabledAt: null, OR: [{ name: containing(q) }, { email: containing(q) }] },
      select: { id: true, name: true, email: true },
      orderBy: [{ name: 'asc' }, { email: 'asc' }],
      take: MOST,
    }),
    db().group.findMany({
      where: { name: containing(q) },
      select: { id: true, name: true, _count: { select: { members: true } } },
      orderBy: { name: 'asc' },
      take: MOST,
    }),
  ]);
  return { people, groups: groups.map(({ id, name, _count }) => ({ id, name, members: _count.members })) };
}
