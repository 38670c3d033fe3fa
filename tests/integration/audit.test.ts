import { expect, test } from 'vitest';
import { audit } from '#lib/audit/audit.ts';
import { listAudit } from '#lib/audit/read.ts';
import { verifyAudit } from '#lib/audit/verify.ts';
import { db } from '#lib/db/client.ts';
import { makeActor } from '../setup/records.ts';

const say = (actor: Parameters<typeof audit>[0], name: string) =>
  audit(actor, { action: 'group.created', subject: { kind: 'group', id: 'grp_1', name }, details: { name, 'a key': [1, null, 'ü'] } });

test('acts that are written at the same time form one chain', async () => {
  const actor = await makeActor('admin');
  await Promise.all(Array.from({ length: 40 }, (_, index) => say(index % 2 ? actor : 'system', `Group ${index}`)));
  const verdict = await verifyAudit();
  expect(verdict).toMatchObject({ entries: 40, broken: null });
  expect(verdict.head).toMatch(/^[0-9a-f]{64}$/);
});

test('an act whose transaction fails leaves no line and no gap', async () => {
  const failing = db().$transaction(async (tx) => {
    await audit('system', { action: 'group.deleted' }, tx);
    throw new Error('the act failed');
  });
  await expect(failing).rejects.toThrow('the act failed');
  await say('nobody', 'after');
  expect(await verifyAudit()).toMatchObject({ entries: 41, broken: null });
});

test('lines cannot be changed, removed or emptied', async () => {
  await expect(db().auditEntry.updateMany({ data: { action: 'x' } })).rejects.toThrow(/append-only/);
  await expect(db().auditEntry.deleteMany({})).rejects.toThrow(/append-only/);
  await expect(db().$executeRawUnsafe('TRUNCATE "AuditEntry"')).rejects.toThrow(/append-only/);
});

test('the log is read newest first, by words, by act and by page', async () => {
  const first = await listAudit({ limit: 10 });
  expect(first.items[0]).toMatchObject({ actor: { kind: 'nobody', name: null }, summary: 'Made a group', subject: { name: 'after' } });
  const second = await listAudit({ limit: 10, cursor: first.nextCursor ?? '' });
  expect(second.items[0]?.id).toBe(String(Number(first.items.at(-1)?.id) - 1));
  expect((await listAudit({ limit: 50, q: 'group 3' })).items).toHaveLength(11);
  expect((await listAudit({ limit: 50, action: 'group.deleted' })).items).toEqual([]);
});

test('whoever changes a line behind the back of the rules is found', async () => {
  const behind = (sql: string) =>
    db().$transaction([
      db().$executeRawUnsafe('ALTER TABLE "AuditEntry" DISABLE TRIGGER USER'),
      db().$executeRawUnsafe(sql),
      db().$executeRawUnsafe('ALTER TABLE "AuditEntry" ENABLE TRIGGER USER'),
    ]);
  await behind(`UPDATE "AuditEntry" SET "actorName" = 'somebody else' WHERE "seq" = 7`);
  expect((await verifyAudit()).broken).toEqual({ seq: '7', why: 'it was changed after it was written' });
  await behind('DELETE FROM "AuditEntry" WHERE "seq" = 7');
  expect((await verifyAudit()).broken).toEqual({ seq: '8', why: 'the line after 6 is missing' });
});
