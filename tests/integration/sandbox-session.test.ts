import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { db } from '#lib/db/client.ts';
import type { SandboxProvider } from '#lib/sandbox/contract.ts';
import { parkAll, recoverUnfinished } from '#lib/sandbox/park-all.ts';
import { createLocalProvider } from '#lib/sandbox/providers/local/local-provider.ts';
import { tokenOf } from '#lib/sandbox/registry.ts';
import { createSandboxes, type Sandboxes } from '#lib/sandbox/session.ts';
import { CREATING_MS } from '#lib/sandbox/states.ts';
import { createSweeper } from '#lib/sandbox/sweeper.ts';
import { fileStore } from '#lib/storage/providers/file.ts';
import { makeTestImage } from '../contract/sandbox/image.ts';
import { eventually, LIMITS, sh, soon } from '../contract/sandbox/world.ts';

const dataDir = process.env.GLASSWORKS_DATA_DIR ?? '';
const imageDir = await makeTestImage(join(dataDir, 'images/test'));
const provider = createLocalProvider({ dataDir, imageDir });
const store = fileStore(join(dataDir, 'files'));
const opened: Sandboxes[] = [];

function open(hash = 'image-1', through: SandboxProvider = provider): Sandboxes {
  const sandboxes = createSandboxes({
    provider: through,
    store,
    image: { hash },
    limits: LIMITS,
    prepare: (guest, { resumed, signal }) => guest.writeFile(resumed ? '/workspace/again' : '/workspace/prepared', 'yes', signal),
  });
  opened.push(sandboxes);
  return sandboxes;
}

const LONG = 3_600_000;
const sweeper = (sandboxes: Sandboxes, times: { warmMs?: number; idleTimeoutMs?: number; retentionMs?: number } = {}, hash = 'image-1') =>
  createSweeper({
    provider,
    sandboxes,
    image: { hash },
    times: () => ({ warmMs: LONG, idleTimeoutMs: LONG, retentionMs: LONG, ...times }),
  });

const row = (id: string) => db().sandbox.findUniqueOrThrow({ where: { id } });
const age = (id: string, ms: number) => db().sandbox.update({ where: { id }, data: { lastUsedAt: new Date(Date.now() - ms) } });
const ids = async () => (await provider.list(soon())).map(({ id }) => id);
async function stored(): Promise<string[]> {
  const keys = [];
  for await (const { key } of store.list('sandboxes/')) keys.push(key);
  return keys;
}

let sandboxes: Sandboxes;
beforeEach(() => {
  sandboxes = open();
});
async function endAll() {
  for (const one of opened.splice(0)) await one.close();
  for (const { ref } of await provider.list(soon())) await provider.destroy(ref, soon());
  await db().sandbox.deleteMany();
  await store.delete(await stored());
}
afterEach(endAll);
afterAll(endAll);

describe('sandboxes by key', () => {
  it('are made at first, prepared, and kept for the next turn', async () => {
    const first = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    expect(first).toMatchObject({ how: 'created', lost: false });
    expect(String(await first.guest.readFile('/workspace/prepared', soon()))).toBe('yes');
    await sandboxes.release(first.id, { keepWarm: true });
    expect(await row(first.id)).toMatchObject({ state: 'running', holder: null });
    const second = await sandboxes.acquire({ key: 'app_1', holder: 'bld_2', signal: soon() });
    expect(second).toMatchObject({ id: first.id, how: 'kept', lost: false });
    expect(await row(first.id)).toMatchObject({ holder: 'bld_2' });
  });

  it('come from the warm pool, which fills up again', async () => {
    await sandboxes.warm(1);
    const [waiting] = await ids();
    const { id, how, guest } = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    expect({ id, how }).toEqual({ id: waiting, how: 'warm' });
    expect(String(await guest.readFile('/workspace/prepared', soon()))).toBe('yes');
    await eventually(async () => (await db().sandbox.count({ where: { key: { startsWith: 'pool:' }, state: 'running' } })) === 1);
  });

  it('are made once when two ask at the same time', async () => {
    const other = open();
    const two = await Promise.all([sandboxes, other].map((one) => one.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() })));
    expect(two[0]?.id).toBe(two[1]?.id);
    expect(await ids()).toHaveLength(1);
  });

  it('are given to one of two that want the last warm one', async () => {
    await sandboxes.warm(1);
    await sandboxes.close();
    const two = await Promise.all(['app_1', 'app_2'].map((key) => sandboxes.acquire({ key, holder: 'bld', signal: soon() })));
    expect(two.map(({ how }) => how).sort()).toEqual(['created', 'warm']);
    expect(two[0]?.id).not.toBe(two[1]?.id);
  });

  it('are suspended with their files and resumed with them, without what is made anew', async () => {
    const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    await sh(
      made.guest,
      'mkdir -p app/src .build "x[1]/node_modules/y"; echo ü > app/src/main.tsx; ln -s /opt/glassworks app/node_modules; chmod 700 app/src; rm prepared',
    );
    await sandboxes.release(made.id, { keepWarm: false });
    expect(await row(made.id)).toMatchObject({ state: 'suspended', ref: null });
    expect(await tokenOf(made.id)).toBe(null);
    expect(await ids()).toEqual([]);
    const resumed = await open().acquire({ key: 'app_1', holder: 'bld_2', signal: soon() });
    expect(resumed).toMatchObject({ how: 'resumed', lost: false });
    const { stdout } = await sh(resumed.guest, 'find . -path ./.home -prune -o -print | sort; cat app/src/main.tsx; stat -c %a app/src');
    expect(stdout).toBe('.\n./again\n./app\n./app/src\n./app/src/main.tsx\n./x[1]\nü\n700\n');
    await sandboxes.release(resumed.id, { keepWarm: false });
    expect(await stored()).toHaveLength(1);
  });

  it('are made anew when they died, and say that something is lost', async () => {
    const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    const [found] = await provider.list(soon());
    if (found) await provider.destroy(found.ref, soon());
    const again = await sandboxes.acquire({ key: 'app_1', holder: 'bld_2', signal: soon() });
    expect(again).toMatchObject({ how: 'created', lost: true });
    expect(again.id).not.toBe(made.id);
    expect(await row(made.id)).toMatchObject({ state: 'gone' });
    expect(await tokenOf(made.id)).toBe(null);
  });

  it('are made anew when their snapshot is missing or damaged', async () => {
    const missing = (key: string) => store.delete([key]);
    const damaged = (key: string) => store.put(key, 'no archive');
    for (const spoil of [missing, damaged]) {
      const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
      await sandboxes.release(made.id, { keepWarm: false });
      for (const key of await stored()) await spoil(key);
      expect(await sandboxes.acquire({ key: 'app_1', holder: 'bld_2', signal: soon() })).toMatchObject({ how: 'created', lost: true });
      expect(await ids()).toHaveLength(1);
      await endAll();
      sandboxes = open();
    }
  });

  it('are taken over from a creator that died, and not from one that is only slow', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = createSandboxes({ provider, store, image: { hash: 'image-1' }, limits: LIMITS, prepare: () => gate.promise });
    opened.push(slow);
    const making = slow.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    const creating = () => db().sandbox.findUnique({ where: { key: 'app_1' } });
    await eventually(async () => (await creating())?.state === 'creating');
    await age((await creating())?.id ?? '', LONG);
    await eventually(async () => Date.now() - ((await creating())?.lastUsedAt.getTime() ?? 0) < CREATING_MS);
    expect(await sweeper(sandboxes).sweep()).toMatchObject({ died: 0 });
    gate.resolve();
    const made = await making;

    await db().sandbox.update({ where: { id: made.id }, data: { state: 'creating' } });
    await age(made.id, CREATING_MS + 1_000);
    const again = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon(10_000) });
    expect(again).toMatchObject({ how: 'created' });
    expect(await ids()).toEqual([again.id]);
  });

  it('move to a new image with their files', async () => {
    const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    await made.guest.writeFile('/workspace/mine', 'kept', soon());
    await sandboxes.release(made.id, { keepWarm: true });
    const moved = await open('image-2').acquire({ key: 'app_1', holder: 'bld_2', signal: soon() });
    expect(moved.how).toBe('resumed');
    expect(String(await moved.guest.readFile('/workspace/mine', soon()))).toBe('kept');
    expect(await row(made.id)).toMatchObject({ templateHash: 'image-2' });
  });

  it('keep their token encrypted in the registry, out of every default select', async () => {
    const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    const raw = await db().sandbox.findUniqueOrThrow({ where: { id: made.id }, omit: { token: false } });
    expect(raw.token).toMatch(/^v1\./);
    expect(raw.token).not.toContain(await tokenOf(made.id));
    expect(await row(made.id)).not.toHaveProperty('token');
  });

  it('leave no row that blocks the next try when the provider fails', async () => {
    const broken = open('image-1', createLocalProvider({ dataDir, imageDir: join(dataDir, 'nothing') }));
    await expect(broken.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() })).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() })).toMatchObject({ how: 'created' });
  });

  it('are ended on request, snapshot included', async () => {
    const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    await sandboxes.release(made.id, { keepWarm: false });
    await sandboxes.destroy(made.id);
    await sandboxes.destroy(made.id);
    expect(await stored()).toEqual([]);
    expect(await row(made.id)).toMatchObject({ state: 'gone' });
  });
});

describe('the sweeper', () => {
  it('ends sandboxes that no row knows', async () => {
    await provider.create({ id: 'sbx_orphan', purpose: 'data-app', token: 't', limits: LIMITS, signal: soon() });
    const kept = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    expect(await sweeper(sandboxes).sweep()).toMatchObject({ orphans: 1, died: 0, failed: 0 });
    expect(await ids()).toEqual([kept.id]);
  });

  it('notices sandboxes that died', async () => {
    const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    const [found] = await provider.list(soon());
    if (found) process.kill(found.ref.pid, 'SIGKILL');
    await eventually(async () => (await sweeper(sandboxes).sweep()).died === 1);
    expect(await row(made.id)).toMatchObject({ state: 'gone' });
    expect(await ids()).toEqual([]);
  });

  it('suspends what waits for too long, and what a dead holder left, but nothing in use', async () => {
    const [idle, dead, used] = await Promise.all(
      ['app_1', 'app_2', 'app_3'].map((key) => sandboxes.acquire({ key, holder: `of-${key}`, signal: soon() })),
    );
    if (!idle || !dead || !used) throw new Error('three were asked for');
    await sandboxes.release(idle.id, { keepWarm: true });
    await age(idle.id, 60_000);
    await age(dead.id, 120_000);
    await age(used.id, 60_000);
    expect(await sweeper(sandboxes, { warmMs: 30_000, idleTimeoutMs: 90_000 }).sweep()).toMatchObject({ suspended: 2, failed: 0 });
    expect((await row(idle.id)).state).toBe('suspended');
    expect((await row(dead.id)).state).toBe('suspended');
    expect((await row(used.id)).state).toBe('running');
  });

  it('deletes snapshots past their time', async () => {
    const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    await sandboxes.release(made.id, { keepWarm: false });
    await age(made.id, 2000);
    expect(await sweeper(sandboxes, { retentionMs: 1000 }).sweep()).toMatchObject({ expired: 1 });
    expect(await stored()).toEqual([]);
  });

  it('brings a creation that was cut short back to its snapshot', async () => {
    const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    await sandboxes.release(made.id, { keepWarm: false });
    await db().sandbox.update({ where: { id: made.id }, data: { state: 'creating', holder: 'bld_dead' } });
    await age(made.id, LONG);
    expect(await sweeper(sandboxes).sweep()).toMatchObject({ died: 1 });
    expect(await sandboxes.acquire({ key: 'app_1', holder: 'bld_2', signal: soon() })).toMatchObject({ how: 'resumed' });
  });

  it('ends waiting sandboxes of an older image', async () => {
    await sandboxes.warm(1);
    await sandboxes.close();
    expect(await sweeper(sandboxes, {}, 'image-2').sweep()).toMatchObject({ expired: 1 });
    expect(await ids()).toEqual([]);
  });
});

describe('the only worker of an installation', () => {
  it('leaves nothing running when it stops: waiting, kept, held by the dead, or half made by one that was killed', async () => {
    await sandboxes.warm(2);
    await sandboxes.close();
    const [halfMade] = await ids();
    await db().sandbox.update({ where: { id: halfMade ?? '' }, data: { state: 'creating' } });
    const kept = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    await sandboxes.release(kept.id, { keepWarm: true });
    const held = await sandboxes.acquire({ key: 'app_2', holder: 'bld_dead', signal: soon() });
    await parkAll(sandboxes);
    expect(await ids()).toEqual([]);
    expect([(await row(kept.id)).state, (await row(held.id)).state]).toEqual(['suspended', 'suspended']);
    expect(await sandboxes.acquire({ key: 'app_2', holder: 'bld_2', signal: soon() })).toMatchObject({ how: 'resumed', lost: false });
  });

  it('does not wait for a creation that its killed predecessor began', async () => {
    const made = await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() });
    await db().sandbox.update({ where: { id: made.id }, data: { state: 'creating' } });
    await recoverUnfinished(sandboxes);
    expect(await sandboxes.acquire({ key: 'app_1', holder: 'bld_1', signal: soon() })).toMatchObject({ how: 'created' });
    expect(await ids()).toHaveLength(1);
  });
});
