import { describe, expect, it } from 'vitest';
import { createGuest } from '#lib/sandbox/guest-client.ts';
import { chunksOf, eventually, js, sh, soon, textOf, type World } from './world.ts';

export function describeExec({ shared }: World): void {
  describe('exec', () => {
    it('keeps stdout and stderr apart and gives the exit code as a result', async () => {
      const { guest } = shared();
      expect(await sh(guest, 'echo out; echo err >&2; exit 3')).toMatchObject({
        stdout: 'out\n',
        stderr: 'err\n',
        exitCode: 3,
        signal: null,
      });
      expect(await sh(guest, 'exit 0')).toMatchObject({ exitCode: 0, timedOut: false, truncated: false });
      expect(await sh(guest, 'exit 1')).toMatchObject({ exitCode: 1 });
    });

    it('ends with 127 for a missing program and 126 for one that may not be run', async () => {
      const { guest } = shared();
      await guest.writeFile('/workspace/plain.txt', 'text', soon());
      expect(await guest.run({ argv: ['no-such-program'], timeoutMs: 5000 }, soon())).toMatchObject({ exitCode: 127 });
      expect(await guest.run({ argv: ['/workspace/plain.txt'], timeoutMs: 5000 }, soon())).toMatchObject({ exitCode: 126 });
    });

    it('tells which signal ended a process', async () => {
      expect(await sh(shared().guest, 'kill -TERM $$')).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
    });

    it('gives a process its environment and working folder and nothing else', async () => {
      const { guest } = shared();
      await guest.writeFile('/workspace/somewhere/file', '', soon());
      const argv = ['node', '-p', 'JSON.stringify([process.cwd(), Object.keys(process.env).sort(), process.env.X])'];
      const { stdout } = await guest.run({ argv, cwd: '/workspace/somewhere', env: { X: 'ü' }, timeoutMs: 10_000 }, soon());
      expect(JSON.parse(stdout)).toEqual(['/workspace/somewhere', ['HOME', 'PATH', 'X'], 'ü']);
      await expect(guest.start({ argv: ['true'], cwd: '/etc', timeoutMs: 1000 })).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.start({ argv: ['true'], cwd: '/workspace/none', timeoutMs: 1000 })).rejects.toMatchObject({ kind: 'not_found' });
    });

    it('shows output while the process runs', async () => {
      const process = await shared().guest.start({
        argv: ['sh', '-c', 'echo first; read line; echo "$line"'],
        stdin: true,
        timeoutMs: 10_000,
      });
      const seen: string[] = [];
      for await (const { bytes } of process.output(0, soon())) {
        seen.push(Buffer.from(bytes).toString());
        if (seen.length === 1) await process.writeStdin('second\n');
      }
      expect(seen).toEqual(['first\n', 'second\n']);
    });

    it('passes stdin on and ends it', async () => {
      const process = await shared().guest.start({ argv: ['sort'], stdin: true, timeoutMs: 10_000 });
      await process.writeStdin('b\n');
      await process.writeStdin('a\n');
      await process.closeStdin();
      expect(textOf(await chunksOf(process.output(0, soon())))).toBe('a\nb\n');
      expect(await process.wait(soon())).toMatchObject({ exitCode: 0 });
      await expect(process.writeStdin('late')).rejects.toMatchObject({ kind: 'conflict' });
    });

    it('keeps characters whole that are cut between chunks', async () => {
      const script = `const b = Buffer.from('€'); process.stdout.write(b.subarray(0, 1)); setTimeout(() => process.stdout.write(b.subarray(1)), 50)`;
      expect((await js(shared().guest, script)).stdout).toBe('€');
    });

    it('brings 10 MB through unchanged', async () => {
      const script = `const c = require('crypto'); let n = 0; const h = c.createHash('sha256');
        (function go() { while (n++ < 160) { const b = c.randomBytes(65536); h.update(b); if (!process.stdout.write(b)) return process.stdout.once('drain', go); }
        process.stderr.write(h.digest('hex')); })()`;
      const process = await shared().guest.start({ argv: ['node', '-e', script], timeoutMs: 30_000 });
      const chunks = await chunksOf(process.output(0, soon()));
      const out = Buffer.concat(chunks.filter(({ stream }) => stream === 'stdout').map(({ bytes }) => bytes));
      expect(out.length).toBe(160 * 65_536);
      const { createHash } = await import('node:crypto');
      expect(createHash('sha256').update(out).digest('hex')).toBe(textOf(chunks, 'stderr'));
    });

    it('drops output beyond its cap, says so, and lets the process go on', async () => {
      const process = await shared().guest.start({ argv: ['sh', '-c', 'head -c 80000000 /dev/zero; exit 7'], timeoutMs: 30_000 });
      expect(await process.wait(soon())).toMatchObject({ exitCode: 7, truncated: true });
    });

    it('ends the whole process group at the timeout, grandchildren too', async () => {
      const { guest } = shared();
      const result = await sh(guest, 'sleep 4321 & sh -c "sleep 4321 & wait" & wait', 300);
      expect(result).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
      await eventually(async () => (await sh(guest, 'pgrep -f "^sleep 4321" | wc -l')).stdout.trim() === '0');
    });

    it.each(['SIGTERM', 'SIGKILL'] as const)('ends children in sessions of their own after a %s', async (signal) => {
      const { guest } = shared();
      const process = await guest.start({ argv: ['bash', '-c', 'setsid sleep 4324 & sleep 1000'], timeoutMs: 20_000 });
      await eventually(async () => (await sh(guest, 'pgrep -f "^sleep 4324" | wc -l')).stdout.trim() === '1');
      await process.kill(signal);
      expect(await process.wait(soon())).toMatchObject({ signal });
      await eventually(async () => (await sh(guest, 'pgrep -f "^sleep 4324" | wc -l')).stdout.trim() === '0');
    });

    it('ends what a process left behind in its group', async () => {
      const { guest } = shared();
      await sh(guest, 'sleep 4322 & exit 0');
      await eventually(async () => (await sh(guest, 'pgrep -f "^sleep 4322" | wc -l')).stdout.trim() === '0');
    });

    it('sends a signal to the group', async () => {
      const process = await shared().guest.start({ argv: ['sh', '-c', 'sleep 100'], timeoutMs: 20_000 });
      await process.kill('SIGTERM');
      expect(await process.wait(soon())).toMatchObject({ signal: 'SIGTERM' });
    });

    it('can be re-attached from any chunk, without a gap and without a repeat, also after the end', async () => {
      const { guest, fetch, token } = shared();
      const started = await guest.start({
        argv: ['sh', '-c', 'for i in 1 2 3 4 5 6 7 8; do echo line$i; sleep 0.05; done'],
        timeoutMs: 10_000,
      });
      const seen = [];
      for await (const chunk of started.output(0, soon())) {
        seen.push({ ...chunk, bytes: Buffer.from(chunk.bytes) });
        if (seen.length === 3) break; // the reader goes away
      }
      const later = createGuest(fetch, token).attach(started.id);
      seen.push(...(await chunksOf(later.output(3, soon()))));
      expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index));
      expect(textOf(seen)).toBe('line1\nline2\nline3\nline4\nline5\nline6\nline7\nline8\n');
      expect(textOf(await chunksOf(later.output(0, soon())))).toBe(textOf(seen));
      expect(await later.wait(soon())).toMatchObject({ exitCode: 0 });
    });

    it('goes on by itself after its connection was cut', async () => {
      const { guest, fetch, token } = shared();
      const started = await guest.start({ argv: ['sh', '-c', 'for i in 1 2 3 4 5 6; do echo $i; sleep 0.05; done'], timeoutMs: 10_000 });
      let cuts = 0;
      const flaky: typeof fetch = async (path, init) => {
        const response = await fetch(path, init);
        if (!path.includes('/output') || cuts >= 3) return response;
        cuts++;
        async function* cut() {
          for await (const bytes of response.body) {
            yield bytes.subarray(0, bytes.length - 1); // even within a frame
            throw new Error('connection reset');
          }
        }
        return { ...response, body: cut() };
      };
      const chunks = await chunksOf(createGuest(flaky, token).attach(started.id).output(0, soon()));
      expect(textOf(chunks)).toBe('1\n2\n3\n4\n5\n6\n');
      expect(cuts).toBe(3);
    });

    it('runs twenty at once', async () => {
      const { guest } = shared();
      const results = await Promise.all(Array.from({ length: 20 }, (_, index) => sh(guest, `echo ${index}`)));
      expect(results.map(({ stdout }) => Number(stdout))).toEqual(Array.from({ length: 20 }, (_, index) => index));
    });

    it('ends a run whose caller gives up', async () => {
      const { guest } = shared();
      const running = guest.run({ argv: ['sleep', '4323'], timeoutMs: 60_000 }, AbortSignal.timeout(300));
      await expect(running).rejects.toMatchObject({ kind: 'aborted' });
      await eventually(async () => (await sh(guest, 'pgrep -f "^sleep 4323" | wc -l')).stdout.trim() === '0');
    });

    it('reaches a server in the sandbox through the port proxy', async () => {
      const { guest, fetch, token } = shared();
      const script = `require('http').createServer((q, r) => r.end(q.method + ' ' + q.url + ' ' + q.headers['x-glassworks-token'])).listen(5199, '127.0.0.1', () => console.log('up'))`;
      const server = await guest.start({ argv: ['node', '-e', script], timeoutMs: 20_000 });
      for await (const _ of server.output(0, soon())) break;
      const headers = { 'x-glassworks-token': token };
      const response = await fetch('/v1/ports/5199/a/b?c=d', { method: 'GET', headers, signal: soon() });
      const body = [];
      for await (const bytes of response.body) body.push(bytes);
      expect(Buffer.concat(body).toString()).toBe('GET /a/b?c=d undefined');
      expect((await fetch('/v1/ports/5198/', { method: 'GET', headers, signal: soon() })).status).toBe(503);
      await server.kill('SIGKILL');
    });
  });
}
