import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { toError } from '#lib/errors.ts';
import { SandboxError } from '../../errors.ts';
import { LocalRef } from './ref.ts';

/** A unix socket's path may not be longer (sun_path, with its final zero). */
const MAX_SOCKET_PATH = 107;
const FIRST_UID = 200_000;
const UIDS = 60_000;
const PASSWD = 'root:x:0:0::/nonexistent:/usr/sbin/nologin\nglassworks:x:1000:1000::/workspace/.home:/bin/sh\n';
const GROUP = 'root:x:0:\nglassworks:x:1000:\n';

const codeOf = (error: unknown): string | undefined => (toError(error) as NodeJS.ErrnoException).code;

function claim(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The provider's folders: `<data folder>/run/`. Only the server's user gets into them; no sandbox sees them. */
export function createLayout(dataDir: string) {
  const run = resolve(dataDir, 'run');
  const sandboxes = join(run, 'sandboxes');
  const uids = join(run, 'uids');
  const etc = join(run, 'etc');
  const model = join(run, 'model');
  const folder = (id: string): string => join(sandboxes, id);
  const socket = (id: string): string => join(folder(id), 'guest.sock');
  const uidFile = (uid: number): string => join(uids, String(uid));

  function prepare(): void {
    for (const path of [sandboxes, uids]) mkdirSync(path, { recursive: true, mode: 0o700 });
    for (const path of [etc, model]) mkdirSync(path, { recursive: true, mode: 0o755 });
    writeFileSync(join(etc, 'passwd'), PASSWD, { mode: 0o644 });
    writeFileSync(join(etc, 'group'), GROUP, { mode: 0o644 });
    writeFileSync(join(etc, 'hosts'), '127.0.0.1 localhost\n::1 localhost\n', { mode: 0o644 });
    writeFileSync(join(etc, 'nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files\n', { mode: 0o644 });
  }

  /** Takes the id for a new sandbox: its folder may not exist yet. */
  function claimId(id: string): void {
    const path = socket(id);
    if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
      throw new SandboxError('invalid', `The data folder's path is too long for a socket (${path}). Choose a shorter GLASSWORKS_DATA_DIR.`);
    }
    prepare();
    if (!claim(() => mkdirSync(folder(id), { mode: 0o700 }))) throw new SandboxError('conflict', `A sandbox ${id} exists already.`);
  }

  function claimUid(id: string): number {
    for (let tries = 0; tries < 1000; tries++) {
      const uid = FIRST_UID + randomInt(UIDS);
      if (claim(() => writeFileSync(uidFile(uid), id, { flag: 'wx', mode: 0o600 }))) return uid;
    }
    throw new SandboxError('capacity', 'No user number is free for another sandbox.');
  }

  function readRef(id: string): LocalRef | null {
    try {
      return LocalRef.parse(JSON.parse(readFileSync(join(folder(id), 'sandbox.json'), 'utf8')));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  /** Gives the id and the user number back. */
  function release(id: string, uid: number | null): void {
    if (uid !== null) rmSync(uidFile(uid), { force: true });
    rmSync(folder(id), { recursive: true, force: true });
  }

  /** Ids whose folder exists, with what is known of them; a folder without a ref is a creation under way or cut short. */
  function list(): { id: string; ref: LocalRef | null; ageMs: number }[] {
    prepare();
    return readdirSync(sandboxes).flatMap((id) => {
      const found = statSync(folder(id), { throwIfNoEntry: false });
      return found ? [{ id, ref: readRef(id), ageMs: Date.now() - found.mtimeMs }] : [];
    });
  }

  function freeStrayUids(known: ReadonlySet<string>): void {
    for (const name of readdirSync(uids)) {
      const found = statSync(join(uids, name), { throwIfNoEntry: false });
      if (!found || Date.now() - found.mtimeMs < 60_000) continue;
      if (!known.has(readFileSync(join(uids, name), 'utf8'))) rmSync(join(uids, name), { force: true });
    }
  }

  const writeRef = (ref: LocalRef): void => writeFileSync(join(folder(ref.id), 'sandbox.json'), JSON.stringify(ref), { mode: 0o600 });
  return { etc, model, socket, prepare, claimId, claimUid, readRef, writeRef, release, list, freeStrayUids };
}
export type Layout = ReturnType<typeof createLayout>;
