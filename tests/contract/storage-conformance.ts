import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '#lib/storage/contract.ts';

const MB = 1024 * 1024;
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const object of store.list(prefix)) keys.push(object.key);
  return keys;
}

/** What every object store must do. `open` gives the store under test; each test works under a prefix of its own. */
export function storageConformance(name: string, open: () => ObjectStore): void {
  const fresh = (): string => `apps/${randomUUID()}/`;

  describe(`the ${name} store`, () => {
    it('gives back what was put, with size, checksum and content type', async () => {
      const key = `${fresh()}a b+c é/file.json`;
      const put = await open().put(key, '{"ü":1}', { contentType: 'application/json' });
      expect(put).toEqual({ size: 8, sha256: sha256('{"ü":1}') });
      const got = await open().get(key);
      expect(got).toMatchObject({ size: 8, contentType: 'application/json' });
      expect(got?.etag).toMatch(/^".+"$/);
      expect(await text(got!.body)).toBe('{"ü":1}');
      expect(await open().head(key)).toEqual({ size: 8, contentType: 'application/json', etag: got?.etag });
    });

    it('keeps an empty object', async () => {
      const key = `${fresh()}empty`;
      await open().put(key, '');
      const got = await open().get(key);
      expect(got?.size).toBe(0);
      expect(await text(got!.body)).toBe('');
    });

    it('answers null for an object that is not there', async () => {
      const key = `${fresh()}missing`;
      expect(await open().get(key)).toBeNull();
      expect(await open().head(key)).toBeNull();
    });

    it('replaces an object whole', async () => {
      const key = `${fresh()}x`;
      await open().put(key, 'a long first text');
      await open().put(key, 'short');
      expect(await text((await open().get(key))!.body)).toBe('short');
    });

    it('gives a range with both ends included, and says the size of the whole', async () => {
      const key = `${fresh()}range`;
      await open().put(key, '0123456789');
      const middle = await open().get(key, { start: 2, end: 4 });
      expect(middle?.size).toBe(10);
      expect(await text(middle!.body)).toBe('234');
      expect(await text((await open().get(key, { start: 7 }))!.body)).toBe('789');
      expect(await text((await open().get(key, { start: 8, end: 500 }))!.body)).toBe('89');
      await expect(open().get(key, { start: 10 })).rejects.toMatchObject({ code: 'invalid_request' });
    });

    it('refuses to replace an object that is only written once', async () => {
      const key = `${fresh()}once`;
      await open().put(key, 'first', { ifAbsent: true });
      await expect(open().put(key, 'second', { ifAbsent: true })).rejects.toMatchObject({ code: 'conflict' });
      await expect(open().put(key, Readable.from([Buffer.from('third')]), { ifAbsent: true })).rejects.toMatchObject({ code: 'conflict' });
      expect(await text((await open().get(key))!.body)).toBe('first');
    });

    it('stores a stream of 100 MB without holding it, and gives it back the same', async () => {
      const key = `${fresh()}large`;
      const block = Buffer.alloc(MB);
      const hash = createHash('sha256');
      function* blocks() {
        for (let i = 0; i < 100; i++) {
          block.fill(i);
          hash.update(block);
          yield Buffer.from(block);
        }
      }
      const put = await open().put(key, Readable.from(blocks()));
      expect(put).toEqual({ size: 100 * MB, sha256: hash.digest('hex') });
      const back = createHash('sha256');
      for await (const chunk of (await open().get(key))!.body) back.update(chunk);
      expect(back.digest('hex')).toBe(put.sha256);
      expect((await buffer((await open().get(key, { start: 99 * MB - 1, end: 99 * MB }))!.body)).toJSON().data).toEqual([98, 99]);
    });

    it('shows nothing when a stream breaks on its way', async () => {
      const prefix = fresh();
      const broken = async function* () {
        yield Buffer.alloc(MB);
        throw new Error('the sender went away');
      };
      await expect(open().put(`${prefix}broken`, Readable.from(broken()))).rejects.toThrow();
      expect(await open().head(`${prefix}broken`)).toBeNull();
      expect(await keysOf(open(), prefix)).toEqual([]);
    });

    it('lists everything under a prefix, in order, over more than one page', async () => {
      const prefix = fresh();
      const keys = Array.from({ length: 1_050 }, (_, index) => `${prefix}p/${String(index).padStart(4, '0')}`);
      for (let from = 0; from < keys.length; from += 50) {
        await Promise.all(keys.slice(from, from + 50).map((key) => open().put(key, 'x')));
      }
      await open().put(`${prefix}q`, 'y');
      expect(await keysOf(open(), `${prefix}p/`)).toEqual(keys);
      expect(await keysOf(open(), `${prefix}p/000`)).toEqual(keys.slice(0, 10));
      expect(await keysOf(open(), prefix)).toEqual([...keys, `${prefix}q`]);
      await open().delete([...keys, `${prefix}q`]);
      expect(await keysOf(open(), prefix)).toEqual([]);
    });

    it('does not take a neighbour for a part of a prefix', async () => {
      const prefix = fresh();
      for (const key of ['p/a', 'p-other', 'p.txt', 'pp/a']) await open().put(prefix + key, 'x');
      expect(await keysOf(open(), `${prefix}p/`)).toEqual([`${prefix}p/a`]);
      expect((await keysOf(open(), `${prefix}p`)).sort()).toEqual(['p-other', 'p.txt', 'p/a', 'pp/a'].map((key) => prefix + key));
    });

    it('says size and time of each listed object', async () => {
      const prefix = fresh();
      await open().put(`${prefix}one`, 'abc');
      for await (const object of open().list(prefix)) {
        expect(object).toMatchObject({ key: `${prefix}one`, size: 3 });
        expect(Math.abs(Date.now() - object.modifiedAt.getTime())).toBeLessThan(60_000);
      }
    });

    it('counts a missing object as deleted', async () => {
      const key = `${fresh()}x`;
      await open().put(key, 'x');
      await open().delete([key, `${key}-never-was`]);
      await open().delete([]);
      expect(await open().head(key)).toBeNull();
    });

    it.each(['', '/etc/passwd', '../up', 'a/../../up', 'a//b', 'a/./b', 'a\u0000b', 'a\\b', 'a/', 'x,obj'])(
      'refuses the key %j',
      async (key) => {
        await expect(open().put(key, 'x')).rejects.toMatchObject({ code: 'invalid_request' });
        await expect(open().get(key)).rejects.toMatchObject({ code: 'invalid_request' });
        await expect(open().delete([key])).rejects.toMatchObject({ code: 'invalid_request' });
      },
    );

    it('passes its own test and leaves nothing behind', async () => {
      await open().test();
      expect(await keysOf(open(), 'probes/')).toEqual([]);
    });
  });
}
