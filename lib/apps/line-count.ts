import { db } from '#lib/db/client.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { diffFiles } from './diff/files.ts';
import { readSource } from './source.ts';

/** Lines that a version added to the one before it, and took from it. */
export interface LineCount {
  readonly added: number;
  readonly removed: number;
}

type Files = ReadonlyMap<string, Buffer>;

/** Null when a file is too large to compare: half a count would be a wrong one. */
async function countLines(before: Files, after: Files): Promise<LineCount | null> {
  const files = await diffFiles(before, after);
  if (files.some(({ leftOut, additions, deletions }) => leftOut === 'too_large' && additions + deletions === 0)) return null;
  const sum = (of: 'additions' | 'deletions') => files.reduce((total, file) => total + file[of], 0);
  return { added: sum('additions'), removed: sum('deletions') };
}

async function sourceOf(appId: string, number: number): Promise<Files> {
  return readSource(await db().version.findUniqueOrThrow({ where: { appId_number: { appId, number } }, select: { sourceKey: true } }));
}

/**
 * The lines that change from version `before` (null: from nothing) to a source, or to that of another version. A courtesy:
 * what cannot be read or compared now gives null, and nothing fails over it.
 */
export async function linesSince(appId: string, before: number | null, after: Files | number): Promise<LineCount | null> {
  try {
    const old = before === null ? new Map<string, Buffer>() : await sourceOf(appId, before);
    return await countLines(old, typeof after === 'number' ? await sourceOf(appId, after) : after);
  } catch (error) {
    log.warn({ appId, err: toError(error) }, 'the changed lines of a version could not be counted');
    return null;
  }
}

/** As the row of a version has them. */
export const lineColumns = (lines: LineCount | null) => ({ linesAdded: lines?.added ?? null, linesRemoved: lines?.removed ?? null });
