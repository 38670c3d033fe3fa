import { db } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { scopesOf } from '#lib/permissions/roles.ts';

/** A person in the database, as an actor. */
export async function makeActor(role = 'editor', name = role): Promise<Actor> {
  const id = newId('usr');
  const user = await db().user.create({ data: { id, email: `${id}@example.com`, name, role } });
  return { kind: 'user', userId: id, email: user.email, name, role, scopes: scopesOf(role), groupIds: [], attributes: {} };
}

/** A project row; nothing is behind it unless the test puts it there. */
export async function makeProject(): Promise<string> {
  const id = newId('prj');
  await db().project.create({
    data: { id, name: 'Test', source: { kind: 'folder', path: '/nowhere' }, warehouse: { kind: 'duckdb', path: 'x.duckdb' } },
  });
  return id;
}

export async function makeApp(owner: Actor, projectId: string): Promise<string> {
  const id = newId('app');
  await db().app.create({ data: { id, projectId, ownerId: owner.userId, name: 'Test app' } });
  return id;
}

/** An app with a project and an owner of its own. */
export async function makeOwnedApp(): Promise<{ owner: Actor; projectId: string; appId: string }> {
  const [owner, projectId] = await Promise.all([makeActor(), makeProject()]);
  return { owner, projectId, appId: await makeApp(owner, projectId) };
}

/** A version row that points at nothing. */
export async function makeVersion(appId: string, number: number, owner: Pick<Actor, 'userId'>): Promise<void> {
  await db().version.create({
    data: {
      appId,
      number,
      prompt: `prompt ${number}`,
      createdById: owner.userId,
      files: [],
      sourceKey: `apps/${appId}/builds/b${number}/source.tar.gz`,
      bundlePrefix: `apps/${appId}/builds/b${number}/bundle/`,
      evidence: { checks: [] },
      queries: [],
    },
  });
  await db().app.update({ where: { id: appId }, data: { headVersion: number } });
}
