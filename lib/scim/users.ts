import SCIMMY from 'scimmy';
import { audit } from '#lib/audit/audit.ts';
import { forgetActors } from '#lib/auth/remembered.ts';
import { endSessionsOf } from '#lib/auth/sessions.ts';
import { endSignInLinks } from '#lib/auth/sign-in-link.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { keepAnAdmin } from '#lib/people/last-admin.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { scimRefusal } from './answer.ts';
import { type Comparison, textCondition, whereOf } from './filter.ts';
import { normalOperations } from './normal.ts';
import { listOf, type ScimBody, type ScimQuery } from './query.ts';
import { fieldsOf, fieldsOfBody, USER_NAMES, userSchema } from './user-resource.ts';

type Fields = ReturnType<typeof fieldsOfBody>;
type Row = Prisma.UserGetPayload<{ omit: { passwordHash: true } }>;

/** Whom an identity provider may see: people, and not those that it took away. */
const VISIBLE = { kind: 'person', deprovisionedAt: null } as const;

function condition(attribute: string, comparison: Comparison): Prisma.UserWhereInput | null {
  const text = textCondition(comparison);
  switch (attribute) {
    case 'id':
      return comparison.operator === 'eq' ? { id: String(comparison.value) } : null;
    case 'username':
      return { OR: [{ userName: text }, { userName: null, email: text }] };
    case 'externalid':
      return { externalId: text };
    case 'emails':
    case 'emails.value':
      return { email: text };
    case 'emails.type':
    case 'emails.primary':
      return {};
    case 'displayname':
    case 'name.formatted':
      return { name: text };
    case 'active':
      return comparison.operator === 'eq' ? { disabledAt: comparison.value === true ? null : { not: null } } : null;
    default:
      return null;
  }
}

export async function listScimUsers({ filter, startIndex, count }: ScimQuery): Promise<object> {
  const where: Prisma.UserWhereInput = { AND: [VISIBLE, whereOf(filter, condition)] };
  const [rows, total] = await Promise.all([
    count === 0 ? [] : db().user.findMany({ where, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], skip: startIndex - 1, take: count }),
    db().user.count({ where }),
  ]);
  return listOf(rows.map(userSchema), total, startIndex);
}

export async function readScimUser(id: string): Promise<object> {
  return userSchema(found(await db().user.findFirst({ where: { id, ...VISIBLE } })));
}

/** Adds a person, or brings one back whom the identity provider had taken away. */
export async function createScimUser(actor: Actor, body: ScimBody): Promise<{ id: string; resource: object }> {
  const fields = fieldsOfBody(body);
  const row = await changing(async (tx) => {
    const before = await tx.user.findUnique({ where: { email: fields.email } });
    if (before && !before.deprovisionedAt) throw taken(`somebody with the address ${fields.email}`);
    await requireFree(tx, fields, before?.id);
    const data = { ...columns(fields), deprovisionedAt: null, disabledAt: fields.active ? null : new Date() };
    const made = before
      ? await tx.user.update({ where: { id: before.id }, data })
      : await tx.user.create({ data: { id: newId('usr'), role: env().AUTH_DEFAULT_ROLE, ...data } });
    const act = before ? 'user.enabled' : 'user.created';
    await audit(actor, { action: act, subject: { kind: 'user', id: made.id, name: made.email }, details: { by: 'SCIM' } }, tx);
    return made;
  });
  return { id: row.id, resource: userSchema(row) };
}

export async function replaceScimUser(actor: Actor, id: string, body: ScimBody): Promise<object> {
  // Who leaves "active" out of a PUT does not mean to bring anybody back.
  const said = Object.keys(body).some((name) => name.toLowerCase() === 'active');
  return change(actor, id, (before) => ({ ...fieldsOfBody(body), ...(said ? {} : { active: before.disabledAt === null }) }));
}

export async function patchScimUser(actor: Actor, id: string, body: ScimBody): Promise<object> {
  const operations = normalOperations(body, USER_NAMES);
  return change(actor, id, async (row) => {
    const before = userSchema(row);
    if (Array.isArray(operations) && operations.length === 0) return fieldsOf(before as never, before as never);
    const patch = new SCIMMY.Messages.PatchOp({ schemas: [SCIMMY.Messages.PatchOp.id], Operations: operations as never });
    const after = (await patch.apply(before)) ?? before;
    return fieldsOf(after as never, before as never);
  });
}

/** Takes a person away: they cannot come in any more, and are gone for the identity provider. Their apps stay. */
export async function deleteScimUser(actor: Actor, id: string): Promise<void> {
  await changing(async (tx) => {
    const checkAdmins = await keepAnAdmin(tx);
    const before = await find(tx, id);
    const data = { disabledAt: before.disabledAt ?? new Date(), deprovisionedAt: new Date(), externalId: null, userName: null };
    await tx.user.update({ where: { id }, data });
    await shutOut(tx, before);
    await checkAdmins();
    await audit(
      actor,
      { action: 'user.disabled', subject: { kind: 'user', id, name: before.email }, details: { by: 'SCIM', gone: true } },
      tx,
    );
  });
}

async function change(actor: Actor, id: string, next: (before: Row) => Fields | Promise<Fields>): Promise<object> {
  const row = await changing(async (tx) => {
    const checkAdmins = await keepAnAdmin(tx);
    const before = await find(tx, id);
    const fields = await next(before);
    await requireFree(tx, fields, id);
    const disabledAt = fields.active ? null : (before.disabledAt ?? new Date());
    const after = await tx.user.update({ where: { id }, data: { ...columns(fields), disabledAt } });
    if ((disabledAt && !before.disabledAt) || after.email !== before.email) await shutOut(tx, before);
    await checkAdmins();
    await writeDown(actor, before, after, tx);
    return after;
  });
  return userSchema(row);
}

async function writeDown(actor: Actor, before: Row, after: Row, tx: Tx): Promise<void> {
  const subject = { kind: 'user', id: after.id, name: after.email } as const;
  const switched = (before.disabledAt === null) !== (after.disabledAt === null);
  if (switched) await audit(actor, { action: after.disabledAt ? 'user.disabled' : 'user.enabled', subject, details: { by: 'SCIM' } }, tx);
  const names = (['email', 'name', 'userName', 'externalId'] as const).filter((name) => before[name] !== after[name]);
  if (names.length === 0) return;
  const details = { by: 'SCIM', changed: names, ...(before.email === after.email ? {} : { emailBefore: before.email }) };
  await audit(actor, { action: 'user.changed', subject, details }, tx);
}

/** Sessions and links end with the right to come in, and with the address that they were for. */
async function shutOut(tx: Tx, { id, email }: Row): Promise<void> {
  await endSessionsOf(id, tx);
  await endSignInLinks(email, tx);
}

/** One change of people after the other, so that a name that is free stays so until it is taken. */
async function changing<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7221005)`;
    return work(tx);
  });
  forgetActors();
  return result;
}

async function requireFree(tx: Tx, { email, userName, externalId }: Fields, id: string | undefined): Promise<void> {
  const name = textCondition({ operator: 'eq', value: userName ?? email });
  const candidates = [
    { email },
    { userName: name },
    ...(userName ? [{ userName: null, email: name }] : []),
    ...(externalId ? [{ externalId }] : []),
  ];
  const other = await tx.user.findFirst({ where: { OR: candidates, ...(id ? { NOT: { id } } : {}) } });
  if (other) throw taken('somebody with this userName, address or externalId');
}

const columns = ({ email, name, userName, externalId }: Fields) => ({ email, name, userName, externalId });

const find = async (tx: Tx, id: string): Promise<Row> => found(await tx.user.findFirst({ where: { id, ...VISIBLE } }));

function found(row: Row | null): Row {
  if (!row) throw new AppError('not_found', 'There is no such user.');
  return row;
}

const taken = (who: string) => scimRefusal(409, 'uniqueness', `There is ${who} already.`);
