export interface PatchLine {
  readonly kind: 'same' | 'added' | 'removed' | 'skipped';
  readonly text: string;
  /** Line numbers in the older and in the newer file. */
  readonly old: number | null;
  readonly now: number | null;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** The lines of a unified diff of one file, with their numbers. A `skipped` line says how many unchanged ones are left out. */
export function parsePatch(patch: string): PatchLine[] {
  const lines: PatchLine[] = [];
  let [old, now] = [1, 1];
  // Headers stand before the first hunk; a changed line may look like one.
  let inside = false;
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    const hunk = HUNK.exec(line);
    if (hunk) {
      // An empty side is numbered from 0.
      const [nextOld, nextNow] = [Math.max(1, Number(hunk[1])), Math.max(1, Number(hunk[3]))];
      const skipped = nextNow - now;
      if (skipped > 0)
        lines.push({ kind: 'skipped', text: `${skipped} unchanged ${skipped === 1 ? 'line' : 'lines'}`, old: null, now: null });
      [old, now, inside] = [nextOld, nextNow, true];
      continue;
    }
    if (!inside || line.startsWith('\\')) continue;
    const text = line.slice(1);
    if (line.startsWith('+')) lines.push({ kind: 'added', text, old: null, now: now++ });
    else if (line.startsWith('-')) lines.push({ kind: 'removed', text, old: old++, now: null });
    else lines.push({ kind: 'same', text, old: old++, now: now++ });
  }
  return lines;
}
