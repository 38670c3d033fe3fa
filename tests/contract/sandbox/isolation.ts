import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { js, sh, soon, type World } from './world.ts';

/** What a connection from inside receives: bytes, not whether `connect` returned, are what counts. */
const probe = (host: string, port: number) =>
  `const s = require('net').connect({ host: '${host}', port: ${port} }); s.setTimeout(1500, () => { console.log('nothing'); process.exit() });
   s.on('data', (d) => { console.log('got ' + d); process.exit() }); s.on('error', (e) => { console.log(e.code); process.exit() }); s.on('connect', () => s.write('GET / HTTP/1.0\\r\\n\\r\\n'))`;

export function describeIsolation({ shared, make, provider }: World): void {
  describe('isolation', () => {
    it('reaches no server of the host, neither on loopback nor on its own address', async () => {
      const server = createServer((socket) => socket.end('secret of the host'));
      await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
      const { port } = server.address() as { port: number };
      const own = Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .find((found) => !found.internal && found.family === 'IPv4')?.address;
      for (const host of ['127.0.0.1', ...(own ? [own] : [])])
        expect((await js(shared().guest, probe(host, port))).stdout).not.toContain('got');
      await new Promise((resolve) => server.close(resolve));
    });

    it('has no internet, no cloud metadata and no names', async () => {
      const { guest } = shared();
      for (const host of ['169.254.169.254', '1.1.1.1', '10.0.0.1']) expect((await js(guest, probe(host, 80))).stdout).not.toContain('got');
      const dns = `require('dns').lookup('example.com', (e) => console.log(e ? e.code : 'found')); require('dns').resolve('example.com', (e) => console.log(e ? e.code : 'found'))`;
      expect((await js(guest, dns)).stdout).not.toContain('found');
      expect((await sh(guest, 'cat /proc/net/dev | tail -n +3 | cut -d: -f1')).stdout.trim()).toBe('lo');
    });

    it('is not root, has no capabilities and cannot get any', async () => {
      const { guest } = shared();
      expect((await sh(guest, 'id -u')).stdout.trim()).not.toBe('0');
      const { stdout } = await sh(guest, 'grep -E "^(CapEff|CapPrm|CapBnd|NoNewPrivs)" /proc/self/status');
      expect(stdout.replace(/\t/g, ' ')).toBe(
        'CapPrm: 0000000000000000\nCapEff: 0000000000000000\nCapBnd: 0000000000000000\nNoNewPrivs: 1\n',
      );
      expect((await sh(guest, 'unshare --user --map-root-user true')).exitCode).not.toBe(0);
    });

    it('cannot change the system or see the host', async () => {
      const { guest } = shared();
      for (const path of ['/usr/x', '/etc/x', '/x', '/opt/glassworks/x', '/run/x', '/dev/x', '/usr/local/x']) {
        expect((await sh(guest, `touch ${path}`)).exitCode, path).not.toBe(0);
      }
      expect((await sh(guest, 'ls /home /root /var /mnt /sys 2>/dev/null')).stdout).toBe('');
      expect((await sh(guest, 'cat /etc/shadow')).exitCode).not.toBe(0);
      expect((await sh(guest, 'ls -d /proc/[0-9]* | wc -l')).stdout.trim()).toMatch(/^\d$/);
    });

    it('does not show the guest agent’s token in any environment or command line, nor hand it down', async () => {
      const { guest, token } = shared();
      const script = `const fs = require('fs'); for (const pid of fs.readdirSync('/proc').filter((n) => /^\\d+$/.test(n))) for (const f of ['environ', 'cmdline'])
        try { if (fs.readFileSync('/proc/' + pid + '/' + f).includes(process.argv[1].split('').reverse().join(''))) console.log('seen in', pid, f) } catch {}
        console.log('descriptors', fs.readdirSync('/proc/self/fd').map(Number).filter((n) => { try { return n > 2 && /socket|pipe/.test(fs.readlinkSync('/proc/self/fd/' + n)) && fs.fstatSync(n).isSocket() } catch { return false } }).length)`;
      const reversed = [...token].reverse().join('');
      const { stdout } = await guest.run({ argv: ['node', '-e', script, reversed], timeoutMs: 10_000 }, soon());
      expect(stdout).toBe('descriptors 0\n');
    });

    it('does not see another sandbox', async () => {
      const [one, two] = [shared(), await make()];
      await two.guest.writeFile('/workspace/secret', 'secret', soon());
      await sh(two.guest, 'echo secret > /tmp/secret; echo secret > /dev/shm/secret');
      const server = await two.guest.start({
        argv: ['node', '-e', `require('net').createServer((s) => s.end('x')).listen(5197, () => console.log('up'))`],
        timeoutMs: 20_000,
      });
      for await (const _ of server.output(0, soon())) break;
      expect((await sh(one.guest, 'cat /workspace/secret /tmp/secret /dev/shm/secret 2>/dev/null')).stdout).toBe('');
      expect((await js(one.guest, probe('127.0.0.1', 5197))).stdout.trim()).toBe('ECONNREFUSED');
      await provider().destroy(two.ref, soon());
    });
  });
}
