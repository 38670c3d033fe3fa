import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A build that is this old was interrupted; an image used more recently may be about to be mounted. */
const FRESH_MS = 60 * 60_000;

/** Removes images that no sandbox has mounted, and what interrupted builds left. `keep` is the current image's folder name. */
export async function sweepImages(imagesDir: string, keep: string): Promise<void> {
  const names = (await readdir(imagesDir)).filter((name) => name !== keep && /^(data-app-|\.building-)/.test(name));
  if (names.length === 0) return;
  const mounts = await allMounts();
  for (const name of names) {
    const path = join(imagesDir, name);
    const used = await lastUse(path);
    if (Date.now() - used > FRESH_MS && !mounts.includes(name)) await rm(path, { recursive: true, force: true });
  }
}

/** Each start touches `image.json` of the image it uses. */
async function lastUse(path: string): Promise<number> {
  const times = await Promise.allSettled([stat(join(path, 'image.json')), stat(path)]);
  const known = times.flatMap((time) => (time.status === 'fulfilled' ? [time.value.mtimeMs] : []));
  return known[0] ?? Date.now();
}

async function allMounts(): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const tables = await Promise.allSettled(pids.map((pid) => readFile(`/proc/${pid}/mountinfo`, 'utf8')));
  return tables.flatMap((table) => (table.status === 'fulfilled' ? [table.value] : [])).join('\n');
}
