import { audit } from '#lib/audit/audit.ts';
import { db, type Tx } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { plainText } from './profile.ts';

const MAX_GROUPS = 500;
const MAX_NAME = 120;

/** Names of groups in a claim: a list of texts, or one text. */
export function groupNames(claim: unknown): string[] {
  const given = Array.isArray(claim) ? claim : [claim];
  const names = given.flatMap((one) => plainText(one, MAX_NAME) ?? []);
  return [...new Set(names)].slice(0, MAX_GROUPS);
}

/**
 * Makes the person a member of exactly these groups, among those that the identity provider decides about. Groups made by
 * hand or by SCIM are left alone, also where the name is the same: a claim must not open what somebody here guards.
 */
export async function syncGroups(userId: string, claim: unknown): Promise<void> {
  const names = groupNames(claim);
  await db().$transaction(async (tx) => {
    const groups = await Promise.all(names.map((name) => groupCalled(name, tx)));
    const wanted = groups.flatMap((id) => id ?? []);
    const had = await tx.groupMember.findMany({ where: { userId, group: { source: 'oidc' } }, select: { groupId: true } });
    const added = wanted.filter((id) => !had.some(({ groupId }) => groupId === id));
    const removed = had.flatMap(({ groupId }) => (wanted.includes(groupId) ? [] : [groupId]));
    if (added.length + removed.length === 0) return;
    await tx.groupMember.deleteMany({ where: { userId, groupId: { in: removed } } });
    await tx.groupMember.createMany({ data: added.map((groupId) => ({ groupId, userId })), skipDuplicates: true });
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const subject = { kind: 'user', id: userId, name: user.email } as const;
    await audit('system', { action: 'group.members_changed', subject, details: { groups: names, by: 'identity provider' } }, tx);
  });
}

async function groupCalled(name: string, tx: Tx): Promise<string | null> {
  await tx.group.createMany({ data: [{ id: newId('grp'), name, source: 'oidc' }], skipDuplicates: true });
  const group = await tx.group.findUnique({ where: { name } });
  return group?.source === 'oidc' ? group.id : null;
}
