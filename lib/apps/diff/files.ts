import { isUtf8 } from 'node:buffer';
import { setImmediate as breathe } from 'node:timers/promises';
import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import type { FileDiff } from '#lib/contracts/version-diff.ts';

/** A patch of one file, and of all files together, takes at most this much. */
const MAX_PATCH_BYTES = 256 * 1024;
const MAX_TOTAL_BYTES = 2 * 1024 * 1024;
/** Longer files are not compared line by line. */
const MAX_LINES = 20_000;
/** Beyond this many changed lines, in a file and in all, the search for the shortest patch takes too long. */
const MAX_EDITS = 1500;
const MAX_TOTAL_EDITS = 20_000;

type Files = ReadonlyMap<string, Buffer>;

/**
 * What changed between two source trees, by path. The same trees give the same answer. Patches of binary and of very
 * large files are left out and said to be.
 */
export async function diffFiles(before: Files, after: Files): Promise<FileDiff[]> {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => (a < b ? -1 : 1));
  const diffs: FileDiff[] = [];
  let bytesLeft = MAX_TOTAL_BYTES;
  let editsLeft = MAX_TOTAL_EDITS;
  for (const path of paths) {
    const [old, now] = [before.get(path), after.get(path)];
    if (old && now && old.equals(now)) continue;
    await breathe(); // others are served between two files
    const file = diffFile(path, old, now, Math.min(MAX_EDITS, editsLeft));
    if (file.status === 'changed') editsLeft -= file.leftOut === 'too_large' ? MAX_EDITS : file.additions + file.deletions;
    const bytes = Buffer.byteLength(file.patch ?? '');
    bytesLeft -= bytes;
    diffs.push(bytesLeft < 0 && bytes > 0 ? { ...file, patch: null, leftOut: 'too_large' } : file);
  }
  return diffs;
}

function diffFile(path: string, old: Buffer | undefined, now: Buffer | undefined, maxEditLength: number): FileDiff {
  const status = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
  const contents = [old, now].filter((content) => content !== undefined);
  const about = { path, status, additions: 0, deletions: 0, patch: null } as const;
  if (contents.some(isBinary)) return { ...about, leftOut: 'binary' };
  if (maxEditLength <= 0 || contents.some((content) => linesOf(content) > MAX_LINES)) return { ...about, leftOut: 'too_large' };
  const found = structuredPatch(
    old === undefined ? '/dev/null' : `a/${path}`,
    now === undefined ? '/dev/null' : `b/${path}`,
    old?.toString('utf8') ?? '',
    now?.toString('utf8') ?? '',
    undefined,
    undefined,
    // A file that is wholly new or gone needs no search.
    { context: 3, ...(status === 'changed' ? { maxEditLength } : {}) },
  );
  if (found === undefined) return { ...about, leftOut: 'too_large' };
  const counts = { additions: countLines(found, '+'), deletions: countLines(found, '-') };
  const patch = formatPatch(found, FILE_HEADERS_ONLY);
  if (Buffer.byteLength(patch) > MAX_PATCH_BYTES) return { ...about, ...counts, leftOut: 'too_large' };
  return { path, status, ...counts, patch };
}

const countLines = ({ hunks }: StructuredPatch, sign: '+' | '-'): number =>
  hunks.reduce((count, { lines }) => count + lines.filter((line) => line.startsWith(sign)).length, 0);

function linesOf(content: Buffer): number {
  let lines = 1;
  for (let at = content.indexOf(10); at !== -1; at = content.indexOf(10, at + 1)) lines++;
  return lines;
}

/** As git has it: a zero byte near the start, or what is no text at all. */
const isBinary = (content: Buffer): boolean => content.subarray(0, 8000).includes(0) || !isUtf8(content);
