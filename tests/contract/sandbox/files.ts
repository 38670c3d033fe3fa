import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sh, soon, type World } from './world.ts';

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

export function describeFiles({ shared, make }: World): void {
  describe('files', () => {
    it('keeps empty, binary and 20 MB files byte by byte', async () => {
      const { guest } = shared();
      for (const content of [Buffer.alloc(0), Buffer.from([0, 255, 10, 13, 128]), randomBytes(20 * 1024 * 1024)]) {
        await guest.writeFile('/workspace/deep/er/file.bin', content, soon());
        expect((await guest.readFile('/workspace/deep/er/file.bin', soon())).equals(content)).toBe(true);
      }
      await guest.remove('/workspace/deep', soon());
    });

    it('takes any name that a file may have', async () => {
      const { guest } = shared();
      const name = 'größe & "x" ?#%\n日本.txt';
      await guest.writeFile(`/workspace/names/${name}`, 'yes', soon());
      expect((await guest.list('/workspace/names', soon())).map(({ path }) => path)).toEqual([`/workspace/names/${name}`]);
      expect(String(await guest.readFile(`/workspace/names/${name}`, soon()))).toBe('yes');
    });

    it('lists a folder with kinds and sizes', async () => {
      const { guest } = shared();
      await sh(guest, 'mkdir -p l/dir; printf abc > l/file; ln -s /etc l/link; mkfifo l/pipe');
      const listed = await guest.list('/workspace/l', soon());
      expect(listed.map(({ path, kind }) => `${path.slice(13)} ${kind}`)).toEqual([
        'dir directory',
        'file file',
        'link symlink',
        'pipe other',
      ]);
      expect(listed[1]?.size).toBe(3);
    });

    it('says what is wrong with a path', async () => {
      const { guest } = shared();
      await guest.writeFile('/workspace/f', 'x', soon());
      await expect(guest.readFile('/workspace/none', soon())).rejects.toMatchObject({ kind: 'not_found' });
      await expect(guest.list('/workspace/none', soon())).rejects.toMatchObject({ kind: 'not_found' });
      await expect(guest.readFile('/workspace', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.readFile('/workspace/f/g', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.readFile('/etc/passwd', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.readFile('/workspace/../etc/passwd', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.readFile('relative', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.remove('/workspace', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await guest.remove('/workspace/none', soon());
    });

    it('follows no link out of the workspace', async () => {
      const { guest } = shared();
      await sh(guest, 'ln -sfn /etc/passwd out; ln -sfn /tmp outdir; echo kept > /tmp/kept');
      await expect(guest.readFile('/workspace/out', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.writeFile('/workspace/outdir/new', 'x', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.list('/workspace/outdir', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.remove('/workspace/outdir/kept', soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.tarIn('/workspace/outdir', Buffer.alloc(0), soon())).rejects.toMatchObject({ kind: 'invalid' });
      await guest.writeFile('/workspace/out', 'replaced', soon()); // the link itself is replaced
      expect(String(await guest.readFile('/workspace/out', soon()))).toBe('replaced');
      expect((await sh(guest, 'cat /tmp/kept; ls -A /tmp')).stdout).toBe('kept\nkept\n');
    });

    it('does not wait for a writer of a named pipe', async () => {
      const { guest } = shared();
      await sh(guest, 'mkfifo waiting');
      await expect(guest.readFile('/workspace/waiting', soon())).rejects.toMatchObject({ kind: 'invalid' });
    });

    it('brings a tree through tar with modes, links and names, leaving out what is excluded', async () => {
      const [one, two] = [shared(), await make()];
      await sh(
        one.guest,
        'mkdir -p t/src t/node_modules/x; echo a > t/src/a; echo "#!/bin/sh" > t/run; chmod 755 t/run; ln -s src/a t/link; echo ü > "t/ü"; echo n > t/node_modules/x/n',
      );
      const archive = await bytesOf(one.guest.tarOut('/workspace/t', ['.'], ['node_modules'], soon()));
      await two.guest.tarIn('/workspace/into', archive, soon());
      const { stdout } = await sh(two.guest, 'cd into; find . | sort; stat -c %a run; readlink link; cat ü');
      expect(stdout).toBe('.\n./link\n./run\n./src\n./src/a\n./ü\n755\nsrc/a\nü\n');
    });

    it('refuses a broken archive and one without its end', async () => {
      const { guest } = shared();
      await sh(guest, 'mkdir -p big; head -c 300000 /dev/urandom > big/x');
      const archive = await bytesOf(guest.tarOut('/workspace/big', ['x'], [], soon()));
      await expect(guest.tarIn('/workspace/b1', Buffer.from('no archive'), soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(guest.tarIn('/workspace/b2', archive.subarray(0, 100_000), soon())).rejects.toMatchObject({ kind: 'invalid' });
      await expect(bytesOf(guest.tarOut('/workspace/big', ['../x'], [], soon()))).rejects.toMatchObject({ kind: 'invalid' });
      await expect(bytesOf(guest.tarOut('/workspace/big', ['none'], [], soon()))).rejects.toThrow();
    });
  });
}
