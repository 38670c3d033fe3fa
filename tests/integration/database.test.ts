import { expect, test } from 'vitest';
import { db, Prisma } from '#lib/db/client.ts';

test('every model of the schema can be read from a migrated database', async () => {
  const models = Object.values(Prisma.ModelName);
  expect(models.length).toBeGreaterThan(10);
  for (const model of models) {
    const delegate = db()[`${model.charAt(0).toLowerCase()}${model.slice(1)}` as 'user'];
    await expect(delegate.findFirst(), model).resolves.toBeNull();
  }
});

test('a build event cannot be changed once it is written', async () => {
  await db().user.create({ data: { id: 'usr_1', email: 'a@example.com' } });
  await db().project.create({ data: { id: 'prj_1', name: 'p', source: {}, warehouse: {} } });
  await db().app.create({ data: { id: 'app_1', projectId: 'prj_1', ownerId: 'usr_1', name: 'a' } });
  await db().build.create({ data: { id: 'bld_1', appId: 'app_1', requestedById: 'usr_1', clientKey: 'k', prompt: 'p', model: 'm' } });
  await db().buildEvent.create({ data: { buildId: 'bld_1', seq: 0, body: {} } });
  await expect(db().buildEvent.updateMany({ data: { body: { kind: 'text' } } })).rejects.toThrow(/append-only/);
});

test('an app has at most one active build', async () => {
  const build = { appId: 'app_1', requestedById: 'usr_1', prompt: 'p', model: 'm' };
  await expect(db().build.create({ data: { ...build, id: 'bld_2', clientKey: 'k2' } })).rejects.toThrow();
  await db().build.update({ where: { id: 'bld_1' }, data: { status: 'succeeded' } });
  await expect(db().build.create({ data: { ...build, id: 'bld_2', clientKey: 'k2' } })).resolves.toMatchObject({ id: 'bld_2' });
});
