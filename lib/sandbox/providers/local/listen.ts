import { renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { SandboxError } from '../../errors.ts';

/**
 * A socket that already listens at `path`, for the guest agent to inherit: the socket's file stays outside of the sandbox,
 * where nothing inside can put a link to another socket in its place. `close` closes our copy and leaves the file.
 */
export async function listenFor(path: string): Promise<{ readonly fd: number; readonly close: () => Promise<void> }> {
  const server = createServer((connection) => connection.destroy());
  const first = join(dirname(path), 'new'); // no longer than the name to be: a socket's path has little room
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new SandboxError('unavailable', `No socket can be made at ${path}: ${cause.message}`, cause)));
    server.listen(first, resolve);
  });
  // Closing removes the name that was listened at: the file must have another one by then.
  renameSync(first, path);
  const { _handle: handle } = server as unknown as { readonly _handle?: { readonly fd?: unknown } };
  const fd = handle?.fd;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  if (typeof fd !== 'number' || fd < 0) {
    await close();
    throw new SandboxError('unsupported', 'This version of Node does not give a listening socket to another process. Use Node 24.');
  }
  return { fd, close };
}
