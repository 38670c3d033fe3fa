import { beforeAll, describe, expect, test } from 'vitest';
import { listApps } from '#lib/apps/apps.ts';
import { listVersions } from '#lib/apps/versions.ts';
import { listBuilds } from '#lib/builds/read.ts';
import { db } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { makeActor, makeApp, makeProject, makeVersion } from '../setup/records.ts';

const APPS = 1_000;
const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1_000);

type Page = { items: { id: string }[]; nextCursor: string | null };

/** Walks a list to its end; `between` runs after each page. */
async function walk(read: (cursor: string | undefined) => Promise<Page>, between: (seen: string[]) => Promise<unknown> = async () => null) {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await read(cursor);
    seen.push(...page.items.map((item) => item.id));
    if (page.nextCursor === null) return seen;
    cursor = page.nextCursor;
    await between(seen);
  }
}

let owner: Actor;
let admin: Actor;
let projectId: string;

async function makeApps(count: number, name: (index: number) => string, by: Actor): Promise<string[]> {
  // Every third shares its time with another: the id decides then.
  const data = Array.from({ length: count }, (_, index) => ({
    id: `app_${by.userId.slice(-6)}_${String(index).padStart(5, '0')}`,
    projectId,
    ownerId: by.userId,
    name: name(index),
    updatedAt: at(index - (index % 3)),
  }));
  await db().app.createMany({ data });
  return data.map(({ id }) => id);
}

beforeAll(async () => {
  [owner, admin] = await Promise.all([makeActor(), makeActor('admin')]);
  projectId = await makeProject();
  await makeApps(APPS, (index) => `App ${index}`, owner);
});

describe('a list of 1,000 apps', () => {
  test.each([
    ['its owner', () => owner],
    ['an admin', () => admin],
  ])('gives each once to %s, last changed first', async (_who, actor) => {
    const seen = await walk((cursor) => listApps(actor(), { limit: 60, cursor }));
    expect(seen).toHaveLength(APPS);
    expect(new Set(seen).size).toBe(APPS);
    const rows = await db().app.findMany({ orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }], select: { id: true } });
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  test('has no gap and no repeat while apps are made, changed and deleted between its pages', async () => {
    const person = await makeActor();
    const ids = await makeApps(300, (index) => `Moving ${index}`, person);
    const touched = new Set<string>();
    let round = 0;
    const seen = await walk(
      (cursor) => listApps(person, { limit: 20, cursor }),
      async (so_far) => {
        round += 1;
        await db().app.create({ data: { id: `app_made_${round}`, projectId, ownerId: person.userId, name: 'Made meanwhile' } });
        const last = so_far.at(-1) ?? '';
        const ahead = ids.filter((id) => !so_far.includes(id)).at(-3 * round) ?? '';
        // The very row that the page ended with moves to the top or goes, and one further down does too.
        for (const id of [last, ahead]) {
          touched.add(id);
          if (round % 2 === 0) await db().app.updateMany({ where: { id }, data: { name: 'Changed' } });
          else await db().app.updateMany({ where: { id }, data: { deletedAt: new Date() } });
        }
      },
    );
    expect(new Set(seen).size).toBe(seen.length);
    const untouched = ids.filter((id) => !touched.has(id));
    expect(untouched.length).toBeGreaterThan(250);
    expect(untouched.filter((id) => !seen.includes(id))).toEqual([]);
    // What moved up while it was not shown yet is where the list begins.
    const first = (await listApps(person, { limit: 50 })).items.map((item) => item.id);
    const moved = await db().app.findMany({ where: { ownerId: person.userId, name: 'Changed', deletedAt: null } });
    expect(moved.filter(({ id }) => !first.includes(id))).toEqual([]);
  });

  test('is searched on the server, and what is typed means itself', async () => {
    const person = await makeActor();
    await makeApps(3, (index) => ['100% growth', '100 growth', 'A_B test'][index] ?? '', person);
    const named = async (q: string) => (await listApps(person, { limit: 50, q })).items.map((app) => app.name);
    expect(await named('GROWTH')).toEqual(expect.arrayContaining(['100% growth', '100 growth']));
    expect(await named('100%')).toEqual(['100% growth']);
    expect(await named('a_b')).toEqual(['A_B test']);
    expect(await named('\\')).toEqual([]);
    const found = await walk((cursor) => listApps(owner, { limit: 10, cursor, q: 'App 99' }));
    expect(found).toHaveLength(11);
  });

  test('refuses a cursor that is not its own', async () => {
    for (const cursor of ['nonsense', '7', 'zzzzzzzzzzz.app_1', "0.x' OR 1=1"]) {
      await expect(listApps(owner, { limit: 5, cursor })).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });
});

test('the builds and versions of an app are given once each, newest first', async () => {
  const appId = await makeApp(owner, projectId);
  const builds = Array.from({ length: 95 }, (_, index) => ({
    id: `bld_${String(index).padStart(3, '0')}`,
    appId,
    requestedById: owner.userId,
    clientKey: `key-${index}`,
    prompt: 'x',
    model: 'm',
    status: 'succeeded',
    createdAt: at(index - (index % 4)),
  }));
  await db().build.createMany({ data: builds });
  const seen = await walk((cursor) => listBuilds(owner, appId, { limit: 20, cursor }));
  expect(seen).toEqual(builds.map(({ id }) => id).toReversed());
  for (let number = 1; number <= 12; number++) await makeVersion(appId, number, owner);
  const versions: number[] = [];
  for (let cursor: string | undefined; versions.length < 12; ) {
    const page = await listVersions(owner, appId, { limit: 5, cursor });
    versions.push(...page.items.map((version) => version.number));
    cursor = page.nextCursor ?? undefined;
  }
  expect(versions).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

describe('a page deep in the list is read from an index', () => {
  const explain = async (query: string) => {
    await db().$executeRawUnsafe('ANALYZE "App", "Build"');
    const rows = await db().$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${query}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  const PLACE = `"updatedAt" <= '2026-01-01T00:05:00Z' AND ("updatedAt" < '2026-01-01T00:05:00Z' OR "id" < 'app_x')`;
  const ORDER = 'ORDER BY "updatedAt" DESC, "id" DESC LIMIT 61';

  test('for somebody who sees all apps', async () => {
    const plan = await explain(`SELECT * FROM "App" WHERE "deletedAt" IS NULL AND ${PLACE} ${ORDER}`);
    expect(plan).toContain('Index Scan using app_recent');
    expect(plan).not.toContain('Sort');
  });

  test("for one's own and shared apps, without reading those of others", async () => {
    const stranger = await makeActor();
    const mine = `("ownerId" = '${stranger.userId}' OR ("spaceId" IS NOT NULL AND "publishedVersion" IS NOT NULL))`;
    const plan = await explain(`SELECT * FROM "App" WHERE "deletedAt" IS NULL AND ${mine} AND ${PLACE} ${ORDER}`);
    expect(plan).not.toContain('Seq Scan');
  });

  test('for the builds of an app', async () => {
    // Builds of other apps lie between those of this one, as they do in life.
    const [many = '', ...others] = await Promise.all(Array.from({ length: 20 }, () => makeApp(owner, projectId)));
    await db().build.createMany({
      data: Array.from({ length: 8_000 }, (_, index) => ({
        id: `bld_many_${index}`,
        appId: [many, ...others][index % 20] ?? many,
        requestedById: owner.userId,
        clientKey: `many-${index}`,
        prompt: 'x',
        model: 'm',
        status: 'failed',
        createdAt: at(index),
      })),
    });
    const plan = await explain(
      `SELECT * FROM "Build" WHERE "appId" = '${many}' AND "createdAt" <= '2026-01-01T00:10:00Z' ORDER BY "createdAt" DESC, "id" DESC LIMIT 21`,
    );
    expect(plan).toContain('Build_appId_createdAt_id_idx');
    expect(plan).not.toContain('Sort');
  });
});
