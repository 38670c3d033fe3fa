import { addAbortSignal, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { AppError, toError } from '#lib/errors.ts';
import { pathProblem, printable } from '#lib/storage/keys.ts';
import type { ArchiveLimits } from './archive-limits.ts';

const PLAIN = new Set(['File', 'OldFile', 'ContiguousFile']);
/** Room for the headers, long names and padding of one entry. */
const ENTRY_OVERHEAD = 4 * 1024;

const KIND: Record<string, string> = {
  SymbolicLink: 'a symbolic link',
  Link: 'a hard link',
  CharacterDevice: 'a device',
  BlockDevice: 'a device',
  FIFO: 'a named pipe',
};

const bad = (text: string): AppError => new AppError('unprocessable', text);
const large = ({ advice }: ArchiveLimits, text: string): AppError => new AppError('too_large', advice ? `${text} ${advice}` : text);
const size = (bytes: number): string => (bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${bytes} bytes`);

/** Collects the entries of one archive and refuses it at the first one that breaks a rule. */
class Collector {
  readonly files = new Map<string, Buffer>();
  private entries = 0;
  private total = 0;
  private readonly limits: ArchiveLimits;

  constructor(limits: ArchiveLimits) {
    this.limits = limits;
  }

  accept(entry: ReadEntry): void {
    const { what, prefix, files, fileBytes, totalBytes } = this.limits;
    const isFolder = entry.type === 'Directory';
    const name = printable(entry.path);
    // Folders count too, so that a million empty ones are refused as well.
    this.entries++;
    if (this.entries > 2 * files || (!isFolder && this.files.size >= files))
      throw large(this.limits, `The ${what} has more than ${files} files.`);
    if (!isFolder && !PLAIN.has(entry.type)) {
      throw bad(`The ${what} has ${KIND[entry.type] ?? 'an entry of an unknown kind'}: ${name}. Only plain files are accepted.`);
    }
    const path = entry.path.replace(/^(\.\/)+/, '').replace(isFolder ? /\/+$/ : /$^/, '');
    if (isFolder && (path === '' || path === '.')) return void entry.resume();
    const problem = pathProblem(path);
    if (problem !== null) throw bad(`The ${what} has a file with an unsafe name, ${name}: ${problem}.`);
    if (prefix !== undefined && !`${path}/`.startsWith(prefix)) throw bad(`The ${what} has ${name}, which is not under ${prefix}.`);
    if (isFolder) return void entry.resume();
    if (this.files.has(path)) throw bad(`The ${what} has ${name} twice.`);
    if (entry.size > fileBytes) throw large(this.limits, `${name} in the ${what} is larger than ${size(fileBytes)}.`);
    this.total += entry.size;
    if (this.total > totalBytes) throw large(this.limits, `The ${what} is larger than ${size(totalBytes)} in all; ${name} was too much.`);
    this.collect(path, entry);
  }

  private collect(path: string, entry: ReadEntry): void {
    const chunks: Buffer[] = [];
    this.files.set(path, Buffer.alloc(0));
    entry.on('data', (chunk: Buffer) => void chunks.push(Buffer.from(chunk)));
    entry.on('end', () => void this.files.set(path, Buffer.concat(chunks)));
  }

  /** A file cannot lie in another file. */
  checkFolders(): void {
    for (const path of this.files.keys()) {
      for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
        const parent = path.slice(0, cut);
        if (this.files.has(parent)) throw bad(`The ${this.limits.what} has ${printable(parent)} both as a file and as a folder.`);
      }
    }
  }
}

function parserFor(collector: Collector, what: string, fail: (error: Error) => void): Parser {
  const parser = new Parser({ brotli: false, zstd: false });
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      fail(toError(error));
    }
  };
  parser.on('entry', (entry: ReadEntry) => attempt(() => collector.accept(entry)));
  parser.on('ignoredEntry', (entry: ReadEntry) => fail(bad(`The ${what} has an entry of an unknown kind: ${printable(entry.path)}.`)));
  parser.on('warn', (_code: string, message: unknown) => fail(bad(`The ${what} is not a sound tar archive: ${toError(message).message}.`)));
  return parser;
}

/**
 * Reads a tar.gz that may be hostile, holding at most what `limits` allow.
 * @returns path → content, plain files only
 * @throws AppError unprocessable or too_large, naming the entry
 */
export async function readArchive(stream: Readable, limits: ArchiveLimits, signal?: AbortSignal): Promise<Map<string, Buffer>> {
  const collector = new Collector(limits);
  const gunzip = createGunzip();
  const failures: Error[] = [];
  const parser = parserFor(collector, limits.what, (error) => void failures.push(error));
  const rawLimit = limits.totalBytes + (2 * limits.files + 8) * ENTRY_OVERHEAD;
  let raw = 0;
  // The parser would keep what follows the end of the archive, joining it again at every chunk.
  let ended = false;
  parser.once('eof', () => {
    ended = true;
  });
  const write = (chunk: Buffer): void => {
    // The parser would unpack a second layer by itself, past every limit. No tar begins with these bytes.
    if (raw === 0 && (chunk[0] === 0x1f || chunk[0] === 0x28)) throw bad(`The ${limits.what} is packed twice: send a plain tar.gz.`);
    raw += chunk.length;
    if (raw > rawLimit) throw large(limits, `The ${limits.what} unpacks to more than ${size(limits.totalBytes)}.`);
    if (!ended) parser.write(chunk);
    if (failures[0]) throw failures[0];
  };
  if (signal) addAbortSignal(signal, gunzip);
  pipeline(stream, gunzip, () => undefined); // its error comes out of the loop below
  try {
    for await (const chunk of gunzip) write(chunk as Buffer);
    parser.end();
  } catch (error) {
    if (error instanceof AppError) throw error;
    signal?.throwIfAborted();
    throw new AppError('unprocessable', `The ${limits.what} is not a sound tar.gz: ${toError(error).message}.`, { cause: error });
  } finally {
    stream.destroy();
  }
  if (failures[0]) throw failures[0];
  collector.checkFolders();
  return collector.files;
}
