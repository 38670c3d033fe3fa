import { AppError } from '#lib/errors.ts';

/**
 * The layout of the object store: the only place where keys are made.
 *
 *   apps/<appId>/builds/<buildId>/source.tar.gz     source of a version
 *   apps/<appId>/builds/<buildId>/bundle/<path>     what the apps origin serves
 *   apps/<appId>/builds/<buildId>/screenshot.png    evidence
 *   apps/<appId>/builds/<buildId>/health.json       how the parts were when it failed
 *   sandboxes/<sandboxId>/snapshots/<stamp>.tar.gz  a suspended workspace
 *   probes/<id>                                     written and deleted by `ObjectStore.test`
 */
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const MAX_KEY_BYTES = 900;
const MAX_SEGMENT_BYTES = 200;

/** The file provider marks its leaves with it, so no segment may end in it. */
export const LEAF_SUFFIX = ',obj';

function id(value: string, what: string): string {
  if (ID.test(value)) return value;
  throw new AppError('invalid_request', `This is not a valid ${what} id: ${printable(value)}.`);
}

/** A path safe to print in a message: control characters escaped, cut at 200 characters. */
export function printable(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
}

/** Whether any character is a control character (NUL included). */
function hasControlCharacter(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/** Why `path` cannot be a relative path inside a bundle or an archive, or null when it can. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'it is empty';
  if (!path.isWellFormed()) return 'it is not valid Unicode';
  if (hasControlCharacter(path)) return 'it has a control character';
  if (path.includes('\\')) return 'it has a backslash';
  if (path.startsWith('/')) return 'it is absolute';
  if (Buffer.byteLength(path) > MAX_KEY_BYTES) return `it is longer than ${MAX_KEY_BYTES} bytes`;
  for (const segment of path.split('/')) {
    if (segment === '') return 'it has an empty part';
    if (segment === '.' || segment === '..') return `it has a part "${segment}"`;
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) return `a part is longer than ${MAX_SEGMENT_BYTES} bytes`;
    if (segment.endsWith(LEAF_SUFFIX)) return `a part ends in "${LEAF_SUFFIX}"`;
  }
  return null;
}

/**
 * Checks a key before it reaches a provider.
 * @throws AppError invalid_request naming what is wrong with it
 */
export function assertKey(key: string): string {
  const problem = pathProblem(key);
  if (problem === null) return key;
  throw new AppError('invalid_request', `${printable(key)} cannot be the name of a stored file: ${problem}.`);
}

/** Everything that is kept of a build. Ends in `/`. */
export const buildFilesPrefix = (appId: string, buildId: string): string => `apps/${id(appId, 'app')}/builds/${id(buildId, 'build')}/`;

export const sourceKey = (appId: string, buildId: string): string => `${buildFilesPrefix(appId, buildId)}source.tar.gz`;
/** Ends in `/`. */
export const bundlePrefix = (appId: string, buildId: string): string => `${buildFilesPrefix(appId, buildId)}bundle/`;
export const screenshotKey = (appId: string, buildId: string): string => `${buildFilesPrefix(appId, buildId)}screenshot.png`;
export const healthKey = (appId: string, buildId: string): string => `${buildFilesPrefix(appId, buildId)}health.json`;
/** Every snapshot of a sandbox. Ends in `/`. */
const snapshotPrefix = (sandboxId: string): string => `sandboxes/${id(sandboxId, 'sandbox')}/snapshots/`;
/** `stamp` orders snapshots as text, e.g. the ISO time with `:` and `.` replaced by `-`. */
export const snapshotKey = (sandboxId: string, stamp: string): string => `${snapshotPrefix(sandboxId)}${id(stamp, 'snapshot')}.tar.gz`;
export const probeKey = (probeId: string): string => `probes/${id(probeId, 'probe')}`;

/**
 * Key of one file of a bundle.
 * @param prefix from `bundlePrefix`
 * @throws AppError invalid_request when the path would leave the bundle or cannot be a key
 */
export function bundleKey(prefix: string, path: string): string {
  if (!prefix.endsWith('/')) throw new AppError('invalid_request', `${printable(prefix)} is not the prefix of a bundle.`);
  const problem = pathProblem(path);
  if (problem !== null) throw new AppError('invalid_request', `${printable(path)} cannot be a file of a bundle: ${problem}.`);
  return assertKey(prefix + path);
}
