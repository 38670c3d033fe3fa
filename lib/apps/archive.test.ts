import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { Header, Pax } from 'tar';
import { describe, expect, it } from 'vitest';
import { BUNDLE_LIMITS, readArchive, SOURCE_LIMITS, writeArchive } from './archive.ts';

type Entry = {
  path: string;
  type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';
  body?: string;
  linkpath?: string;
  size?: number;
  pax?: string;
};

function tar(entries: Entry[]): Buffer {
  const parts: Buffer[] = [];
  for (const { path, type = 'File', body = '', linkpath, size, pax } of entries) {
    const block = Buffer.alloc(512);
    const bytes = Buffer.from(body);
    new Header({ path, type, linkpath, mode: 0o644, size: size ?? bytes.length, mtime: new Date(0) }).encode(block, 0);
    if (pax !== undefined) parts.push(new Pax({ path: pax }).encode());
    parts.push(block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512));
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
const stream = (bytes: Buffer): Readable => Readable.from([bytes]);
const read = (entries: Entry[], limits = SOURCE_LIMITS) => readArchive(stream(gzipSync(tar(entries))), limits);

describe('writing and reading an archive', () => {
  const files = new Map([
    ['src/b.ts', Buffer.from('b')],
    ['src/a.ts', Buffer.from('ä'.repeat(2000))],
    ['src/empty.ts', Buffer.alloc(0)],
    [`src/${'long/'.repeat(60)}x.ts`, Buffer.from('deep')],
  ]);

  it('gives back the same files', async () => {
    expect(await readArchive(writeArchive(files), SOURCE_LIMITS)).toEqual(files);
  });

  it('gives the same bytes for the same files in any order', async () => {
    const other = await buffer(writeArchive(new Map([...files].reverse())));
    expect(other.equals(await buffer(writeArchive(files)))).toBe(true);
  });

  it('reads an archive that comes one byte at a time', async () => {
    const bytes = await buffer(writeArchive(new Map([['src/a.ts', Buffer.from('hello')]])));
    const trickle = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
    expect((await readArchive(trickle, SOURCE_LIMITS)).get('src/a.ts')?.toString()).toBe('hello');
  });

  it('accepts what tar writes for a folder: ./ before names, and entries for folders', async () => {
    const found = await read([
      { path: './', type: 'Directory' },
      { path: './src/', type: 'Directory' },
      { path: './src/a.ts', body: 'x' },
    ]);
    expect([...found.keys()]).toEqual(['src/a.ts']);
  });

  it('refuses to pack a path that could not be unpacked', () => {
    expect(() => writeArchive(new Map([['../x', Buffer.alloc(1)]]))).toThrow(/cannot be packed/);
  });
});

describe('a hostile archive', () => {
  it.each<[string, Entry[], string, RegExp]>([
    ['a symbolic link', [{ path: 'src/x', type: 'SymbolicLink', linkpath: '/etc/passwd' }], 'unprocessable', /symbolic link: "src\/x"/],
    ['a hard link', [{ path: 'src/x', type: 'Link', linkpath: 'src/y' }], 'unprocessable', /hard link: "src\/x"/],
    ['a device', [{ path: 'src/x', type: 'CharacterDevice' }], 'unprocessable', /device: "src\/x"/],
    ['a named pipe', [{ path: 'src/x', type: 'FIFO' }], 'unprocessable', /named pipe: "src\/x"/],
    ['an absolute path', [{ path: '/etc/passwd' }], 'unprocessable', /absolute/],
    ['a path that climbs out', [{ path: 'src/../../x' }], 'unprocessable', /"\.\."/],
    ['a climbing path in a long-name header', [{ path: 'src/ok', pax: 'src/../../x' }], 'unprocessable', /"\.\."/],
    ['a control character', [{ path: 'src/ok', pax: 'src/a\u0007b' }], 'unprocessable', /control character/],
    ['a backslash', [{ path: 'src/a\\b' }], 'unprocessable', /backslash/],
    ['the same file twice', [{ path: 'src/a' }, { path: './src/a' }], 'unprocessable', /twice/],
    ['a file in a file', [{ path: 'src/a' }, { path: 'src/a/b' }], 'unprocessable', /both as a file and as a folder/],
    ['a file outside src', [{ path: 'package.json' }], 'unprocessable', /"package.json", which is not under src\//],
    ['a name that only begins like src', [{ path: 'src-other/a' }], 'unprocessable', /not under src/],
    ['too many files', Array.from({ length: 501 }, (_, i) => ({ path: `src/${i}` })), 'too_large', /more than 500 files/],
    [
      'too many folders',
      Array.from({ length: 1001 }, (_, i) => ({ path: `src/${i}/`, type: 'Directory' as const })),
      'too_large',
      /more than 500/,
    ],
    [
      'a file that is too large',
      [{ path: 'src/big', body: 'x'.repeat(1024 * 1024 + 1) }],
      'too_large',
      /"src\/big" in the source is larger than 1 MB/,
    ],
  ])('with %s is refused', async (_name, entries, code, message) => {
    await expect(read(entries)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('is refused when its files are too large together', async () => {
    const entries = Array.from({ length: 11 }, (_, i) => ({ path: `src/${i}`, body: 'x'.repeat(1024 * 1024) }));
    await expect(read(entries)).rejects.toMatchObject({ code: 'too_large', message: expect.stringContaining('10 MB in all; "src/10"') });
  });

  it.each([
    ['2,001 files', Array.from({ length: 2001 }, (_, i) => ({ path: `assets/${i}.svg`, body: 'x' })), /has more than 2000 files/],
    [
      'more than 20 MB',
      Array.from({ length: 21 }, (_, i) => ({ path: `assets/${i}.js`, body: 'x'.repeat(1024 * 1024) })),
      /larger than 20 MB in all/,
    ],
  ])('of a bundle with %s is refused, with what to do about it', async (_name, entries, message) => {
    const reading = read(entries, BUNDLE_LIMITS);
    await expect(reading).rejects.toMatchObject({ code: 'too_large', message: expect.stringMatching(message) });
    await expect(reading).rejects.toThrow('Ask for data by queries');
    expect((await read(entries.slice(0, 20), BUNDLE_LIMITS)).size).toBe(20);
  });

  it('is refused by the size it declares, before its bytes are read', async () => {
    await expect(read([{ path: 'src/big', size: 8 * 1024 ** 3 }])).rejects.toMatchObject({ code: 'too_large' });
  });

  it('is refused when it unpacks to far more than it may, in bounded memory', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const before = process.memoryUsage().rss;
    await expect(readArchive(stream(bomb), BUNDLE_LIMITS)).rejects.toMatchObject({ code: 'too_large' });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it.each([
    ['packed twice', gzipSync(gzipSync(tar([{ path: 'src/a' }])))],
    ['cut off', gzipSync(tar([{ path: 'src/a', body: 'x'.repeat(4000) }])).subarray(0, 60)],
    ['a tar that ends inside a file', gzipSync(tar([{ path: 'src/a', body: 'x'.repeat(4000) }]).subarray(0, 2048))],
    ['not an archive at all', Buffer.from('hello')],
    ['gzip of something else', gzipSync(Buffer.alloc(2000, 'not a tar '))],
    ['empty', Buffer.alloc(0)],
  ])('that is %s is refused', async (_name, bytes) => {
    await expect(readArchive(stream(bytes), SOURCE_LIMITS)).rejects.toMatchObject({ code: 'unprocessable' });
  });

  it('stops when its reader is told to', async () => {
    const endless = new Readable({ read: () => undefined });
    const reading = readArchive(endless, SOURCE_LIMITS, AbortSignal.timeout(20));
    await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(endless.destroyed).toBe(true);
  });
});
