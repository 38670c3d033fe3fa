import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGuest } from '#lib/sandbox/guest-client.ts';
import { createLocalProvider } from '#lib/sandbox/providers/local/local-provider.ts';
import { LocalRef } from '#lib/sandbox/providers/local/ref.ts';
import { makeTestImage } from './sandbox/image.ts';
import { js, LIMITS, makeSandbox, soon } from './sandbox/world.ts';
import { describeSandboxProvider } from './sandbox-conformance.ts';

const dataDir = process.env.GLASSWORKS_DATA_DIR ?? '';
const imageDir = await makeTestImage(join(dataDir, 'images/test'));
const provider = createLocalProvider({ dataDir, imageDir });

describeSandboxProvider('local', async () => provider);

describe('local sandboxes', () => {
  it('check themselves by making one', async () => {
    expect(await provider.check(soon())).toMatchObject({ ok: true });
  });

  it('say what is missing from an image', async () => {
    mkdirSync(join(dataDir, 'images/empty'), { recursive: true });
    const checked = await createLocalProvider({ dataDir, imageDir: join(dataDir, 'images/empty') }).check(soon());
    expect(checked).toMatchObject({ ok: false, message: expect.stringContaining('lacks bin/node') });
  });

  it('run as a user of their own when the worker is root', async (context) => {
    if (process.getuid?.() !== 0) return context.skip('the tests do not run as root');
    const [one, two] = [await makeSandbox(provider), await makeSandbox(provider)];
    const uidOf = (pid: number) => /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    expect(Number(uidOf(one.ref.pid))).toBeGreaterThanOrEqual(200_000);
    expect(uidOf(one.ref.pid)).not.toBe(uidOf(two.ref.pid));
    for (const { ref } of [one, two]) await provider.destroy(ref, soon());
  });

  it('reach the model gateway’s socket through a loopback port, and nothing else', async () => {
    const path = join(dataDir, 'run/model/gateway.sock');
    mkdirSync(join(dataDir, 'run/model'), { recursive: true });
    const gateway = createServer((socket) => socket.on('data', (bytes) => socket.end(`echo ${bytes}`)));
    await new Promise<void>((resolve) => gateway.listen(path, resolve));
    chmodSync(path, 0o666);
    const made = await makeSandbox(provider);
    const script = `const s = require('net').connect(8318, '127.0.0.1', () => s.write('hello')); s.on('data', (d) => console.log(String(d)))`;
    expect((await js(made.guest, script)).stdout).toBe('echo hello\n');
    await provider.destroy(made.ref, soon());
    await new Promise((resolve) => gateway.close(resolve));
  });

  it('outlive the worker that made them, and are found and ended by the next one', async () => {
    const script = `
      import { createLocalProvider } from '${join(process.cwd(), 'lib/sandbox/providers/local/local-provider.ts')}';
      const provider = createLocalProvider(${JSON.stringify({ dataDir, imageDir })});
      const ref = await provider.create({ id: 'sbx_survivor', purpose: 'data-app', token: 'tok', limits: ${JSON.stringify(LIMITS)}, signal: AbortSignal.timeout(20000) });
      console.log(JSON.stringify(ref));
      setInterval(() => undefined, 1000);`;
    const worker = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(worker.stdout, 'data')) as [Buffer];
    const ref = LocalRef.parse(JSON.parse(String(line)));
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    const next = createLocalProvider({ dataDir, imageDir });
    expect(await next.alive(ref, soon())).toBe(true);
    expect(await createGuest(next.guest(ref), 'tok').run({ argv: ['echo', 'still here'], timeoutMs: 5000 }, soon())).toMatchObject({
      stdout: 'still here\n',
    });
    const found = (await next.list(soon())).find(({ id }) => id === 'sbx_survivor');
    expect(found?.ref).toEqual(ref);
    await next.destroy(ref, soon());
    expect(await next.alive(ref, soon())).toBe(false);
  });

  it('never end a process that only has the number of an old sandbox', async () => {
    const bystander = spawn('sleep', ['60']);
    const ref = { provider: 'local', id: 'sbx_old', pid: bystander.pid ?? 0, startTime: '1', bootId: 'x', uid: null } as const;
    expect(await provider.alive(ref, soon())).toBe(false);
    await provider.destroy(ref, soon());
    expect(bystander.exitCode).toBe(null);
    expect(existsSync(`/proc/${bystander.pid}`)).toBe(true);
    bystander.kill();
  });

  it('leave no folder, user number or cgroup behind', async () => {
    const made = await makeSandbox(provider);
    await provider.destroy(made.ref, soon());
    expect(readdirSync(join(dataDir, 'run/sandboxes'))).not.toContain(made.id);
    const uids = readdirSync(join(dataDir, 'run/uids')).map((name) => readFileSync(join(dataDir, 'run/uids', name), 'utf8'));
    expect(uids).not.toContain(made.id);
    for (const tree of ['memory', 'pids', 'cpu', '.']) expect(existsSync(`/sys/fs/cgroup/${tree}/glassworks/${made.id}`)).toBe(false);
  });
});
