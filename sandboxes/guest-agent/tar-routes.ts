import { type ChildProcess, spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { GuestError } from './errors.ts';
import { drained, readJson, sendJson } from './http.ts';
import type { Paths } from './paths.ts';

const MAX_ERROR_TEXT = 2_000;

/** Resolves to tar's exit code and what it complained of. */
function ended(child: ChildProcess): Promise<{ code: number; complaint: string }> {
  let complaint = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    if (complaint.length < MAX_ERROR_TEXT) complaint += bytes.toString('utf8');
  });
  const end = new Promise<{ code: number; complaint: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 128, complaint: complaint.slice(0, MAX_ERROR_TEXT) }));
  });
  // It is waited for later: a tar that cannot be started must not end the guest agent meanwhile.
  end.catch(() => undefined);
  return end;
}

async function unpack(folder: string, request: IncomingMessage, env: Record<string, string>): Promise<void> {
  const child = spawn('tar', ['-xzf', '-', '--no-same-owner', '-C', folder], {
    env: env as NodeJS.ProcessEnv,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const end = ended(child);
  // tar may stop reading early; its exit code is then the better reason.
  const fed = pipeline(request, child.stdin).then(
    () => null,
    (error: unknown) => error,
  );
  const { code, complaint } = await end;
  if (code !== 0) {
    const full = complaint.includes('No space left');
    throw new GuestError(
      full ? 'quota' : 'invalid',
      full ? 'The disk of the sandbox is full.' : `The archive cannot be unpacked: ${complaint}`,
    );
  }
  const failure = await fed;
  if (failure) throw new GuestError('invalid', 'The archive did not arrive whole.');
}

const texts = (value: unknown, name: string): string[] => {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string' && item !== '' && !item.includes('\0'))) {
    throw new GuestError('invalid', `"${name}" must be a list of texts.`);
  }
  return value;
};

async function pack(folder: string, body: Record<string, unknown>, response: ServerResponse, env: Record<string, string>): Promise<void> {
  const names = texts(body.paths, 'paths');
  if (names.length === 0 || names.some((name) => name.startsWith('/') || name.split('/').includes('..'))) {
    throw new GuestError('invalid', '"paths" must name files below "path".');
  }
  const exclude = texts(body.exclude ?? [], 'exclude').map((pattern) => `--exclude=${pattern}`);
  const args = ['-cf', '-', '-I', 'gzip -1', '-C', folder, ...exclude, '--', ...names];
  const child = spawn('tar', args, { env: env as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = ended(child);
  response.on('close', () => child.kill('SIGKILL'));
  response.writeHead(200, { 'content-type': 'application/gzip' });
  for await (const bytes of child.stdout as AsyncIterable<Buffer>) {
    if (response.destroyed) break;
    if (!response.write(bytes)) await drained(response);
  }
  const { code, complaint } = await end;
  // 1: a file changed while it was read, which a running agent may well do.
  if (code > 1) throw new GuestError('invalid', `The archive cannot be made: ${complaint}`);
  response.end();
}

/** `/v1/tar?path=`: PUT unpacks a gzipped tar there, POST `{paths, exclude}` answers with one. */
export function tarRoutes(paths: Paths, env: Record<string, string>) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const path = url.searchParams.get('path');
    if (request.method === 'PUT') {
      await unpack(await paths.folderMade(path), request, env);
      return sendJson(response, {});
    }
    if (request.method === 'POST') return pack(await paths.existing(path), await readJson(request), response, env);
    throw new GuestError('not_found', 'There is no such call.');
  };
}
