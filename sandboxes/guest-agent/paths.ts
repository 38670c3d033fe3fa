import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import { errorCode, GuestError } from './errors.ts';

const MAX_PATH = 4096;
const under = (root: string, path: string): boolean => path === root || path.startsWith(root === '/' ? '/' : `${root}/`);

/** Paths of the host's calls: absolute, below the root by name and, once links are followed, in truth. */
export class Paths {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** The path without `.` and `..`, still below the root by name. */
  lexical(path: unknown): string {
    if (typeof path !== 'string' || path === '' || path.length > MAX_PATH || path.includes('\0') || !path.startsWith('/')) {
      throw new GuestError('invalid', 'A path must be absolute and at most 4096 characters long.');
    }
    const normal = normalize(path).replace(/(.)\/+$/, '$1');
    if (!under(this.root, normal)) throw new GuestError('invalid', `The path must lie under ${this.root}.`);
    return normal;
  }

  /** An existing path with every link followed. */
  async existing(path: unknown): Promise<string> {
    return this.#inside(await realpath(this.lexical(path)));
  }

  /** An entry that may be missing or a link itself: its folder exists, and only the folder's links are followed. */
  async entry(path: unknown): Promise<string> {
    const normal = this.lexical(path);
    if (normal === this.root) return this.#inside(await realpath(normal));
    const parent = this.#inside(await realpath(dirname(normal)));
    return join(parent, basename(normal));
  }

  /** Like `entry`, making the folders above it. */
  async entryMade(path: unknown): Promise<string> {
    const normal = this.lexical(path);
    if (normal === this.root) return this.existing(normal);
    return join(await this.folderMade(dirname(normal)), basename(normal));
  }

  /** A folder, made when missing. The deepest part that exists is checked before anything is made below it. */
  async folderMade(path: unknown): Promise<string> {
    const normal = this.lexical(path);
    const missing: string[] = [];
    let at = normal;
    for (;;) {
      const real = await this.#realOrNull(at);
      if (real !== null) {
        const folder = join(this.#inside(real), ...missing);
        await mkdir(folder, { recursive: true });
        return this.#inside(await realpath(folder));
      }
      missing.unshift(basename(at));
      at = dirname(at);
    }
  }

  async #realOrNull(path: string): Promise<string | null> {
    try {
      return await realpath(path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT' && path !== this.root) return null;
      throw error;
    }
  }

  #inside(real: string): string {
    if (!under(this.root, real)) throw new GuestError('invalid', `The path leads out of ${this.root}.`);
    return real;
  }
}
