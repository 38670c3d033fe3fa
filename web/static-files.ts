import { createReadStream, type Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { log } from '#lib/log.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=UTF-8',
};

/** Answers a request for a static file that has a Brotli copy, and says whether it did. */
type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The static files of the pages that were compressed when they were built. Only addresses of files that exist at the start
 * are answered; everything else, and browsers that read no Brotli, is left to Next.js.
 *
 * @param folder the pages' static folder, e.g. `.next/static`; without one nothing is answered
 */
export async function compressedFiles(folder: string): Promise<Answer> {
  const files = await listCompressed(folder);
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const file = files.get(request.url?.split('?')[0] ?? '');
    if (file === undefined) return false;
    response.setHeader('Vary', 'Accept-Encoding');
    if (!acceptsBrotli(request.headers['accept-encoding']) || request.headers.range !== undefined) return false;
    response.writeHead(200, {
      'Content-Type': file.type,
      'Content-Encoding': 'br',
      'Content-Length': file.size,
      // The name of a file changes with its content.
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    if (request.method === 'HEAD') response.end();
    else
      pipeline(createReadStream(file.path), response).catch((error: unknown) =>
        log.debug({ err: error }, 'a static file was not sent whole'),
      );
    return true;
  };
}

interface Compressed {
  path: string;
  size: number;
  type: string;
}

async function listCompressed(folder: string): Promise<Map<string, Compressed>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = new Map<string, Compressed>();
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.br')) continue;
    const path = join(entry.parentPath, entry.name);
    const plain = path.slice(0, -'.br'.length);
    const type = TYPES[extname(plain)];
    if (type === undefined) continue;
    const { size }: Stats = await stat(path);
    files.set(`/_next/static/${relative(folder, plain).split(sep).map(encodeURIComponent).join('/')}`, { path, size, type });
  }
  return files;
}

/** `br;q=0` says that it is not read. */
const acceptsBrotli = (header: string | string[] | undefined): boolean =>
  String(header ?? '')
    .split(',')
    .some((one) => /^\s*br\s*(;(?!\s*q=0(\.0*)?\s*$)|$)/.test(one));
