import { audit } from '#lib/audit/audit.ts';
import type { Invited, InviteUser } from '#lib/contracts/invite.ts';
import { db, type Tx } from '#lib/db/client.ts';
import { AppError, toError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import { canMail, sendMail } from '#lib/mail/mail.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireMayGrant } from './may-grant.ts';
import { createSignInLink, INVITATION_HOURS } from './sign-in-link.ts';

/**
 * Invites a person: a link that signs them in once, mailed where mail is set up, and always returned to be handed over.
 * Somebody who was invited before and has not come yet gets a new link.
 *
 * @throws AppError `conflict` when the person uses Glassworks already, `forbidden` for a role beyond the actor's own
 */
export async function inviteUser(actor: Actor, { email, name, role, groups }: InviteUser): Promise<Invited> {
  await requireMayGrant(actor, role);
  const { userId, link } = await db().$transaction(async (tx) => {
    const id = await invitedPerson(tx, { email, role, ...(name ? { name } : {}) });
    await joinGroups(tx, id, groups);
    const made = await createSignInLink(email, 'invitation', undefined, tx);
    await audit(actor, { action: 'user.invited', subject: { kind: 'user', id, name: email }, details: { role, groups } }, tx);
    return { userId: id, link: made };
  });
  const mailProblem = canMail() ? await mailInvitation(actor, email, link) : null;
  const expiresAt = new Date(Date.now() + INVITATION_HOURS * 3_600_000).toISOString();
  return { userId, email, link, expiresAt, mailed: canMail() && mailProblem === null, mailProblem };
}

async function invitedPerson(tx: Tx, data: { email: string; role: string; name?: string }): Promise<string> {
  const before = await tx.user.findUnique({
    where: { email: data.email },
    omit: { passwordHash: false },
    include: { _count: { select: { accounts: true } } },
  });
  if (!before) return (await tx.user.create({ data: { id: newId('usr'), ...data } })).id;
  if (before.disabledAt) throw new AppError('conflict', `${data.email} is disabled. Enable this person instead of inviting them.`);
  if (before.kind !== 'person' || before.lastSeenAt || before.passwordHash || before._count.accounts > 0) {
    throw new AppError('conflict', `${data.email} is here already. Change the person's role or groups instead.`);
  }
  await tx.user.update({ where: { id: before.id }, data: { role: data.role, ...(data.name ? { name: data.name } : {}) } });
  return before.id;
}

async function joinGroups(tx: Tx, userId: string, groups: readonly string[]): Promise<void> {
  if (groups.length === 0) return;
  const found = await tx.group.findMany({ where: { id: { in: [...groups] } } });
  if (found.length < new Set(groups).size)
    throw new AppError('invalid_request', 'One of the groups does not exist any more. Choose again.');
  const foreign = found.find(({ source }) => source !== 'manual');
  if (foreign) throw new AppError('conflict', `“${foreign.name}” comes from the company's sign-in and is changed there.`);
  await tx.groupMember.createMany({ data: found.map(({ id }) => ({ groupId: id, userId })), skipDuplicates: true });
}

/** The link is returned either way, so a mail that did not go out is told, not thrown. */
async function mailInvitation(actor: Actor, email: string, link: string): Promise<string | null> {
  try {
    await sendMail({
      to: email,
      subject: 'You are invited to Glassworks',
      text: [
        `${actor.name ?? actor.email} invites you to Glassworks, where questions about your company's data become apps.`,
        'Open this link to sign in. It works once, within three days:',
        link,
      ],
    });
    return null;
  } catch (thrown) {
    const error = toError(thrown);
    log.warn({ err: error }, 'an invitation was not mailed');
    return thrown instanceof AppError ? error.message : 'The mail was not sent. The server log says why.';
  }
}
