import { Readable } from 'node:stream';
import { APP_DIR } from '#lib/agent/places.ts';
import { readArchive, SOURCE_LIMITS, writeArchive } from '#lib/apps/archive.ts';
import { db } from '#lib/db/client.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { sourceKey } from '#lib/storage/keys.ts';
import type { BuildContext, HeldSandbox } from './context.ts';
import { stopOf } from './stop.ts';

const KEEP_MS = 20_000;

/**
 * Keeps what the agent wrote in a build that did not end well: the next prompt goes on from it. The last good version
 * is not touched. When it cannot be kept the person is told.
 */
export async function keepDraft(ctx: BuildContext, { guest }: HeldSandbox): Promise<void> {
  const { app, build, deps } = ctx;
  if (!ctx.progress.filesChanged) return;
  const tell = (code: string, message: string) => {
    if (stopOf(ctx.signal)?.reason !== 'shutdown') ctx.emit({ kind: 'notice', code, message });
  };
  try {
    const source = await readArchive(Readable.from(guest.tarOut(APP_DIR, ['src'], [], AbortSignal.timeout(KEEP_MS))), SOURCE_LIMITS);
    const key = sourceKey(app.id, build.id);
    await deps.store.put(key, writeArchive(source), { contentType: 'application/gzip' });
    await db().app.update({ where: { id: app.id }, data: { draftSourceKey: key } });
    tell('draft_kept', 'What the agent wrote so far is kept. Your next prompt goes on from it.');
  } catch (error) {
    log.warn({ buildId: build.id, err: toError(error) }, 'a draft could not be kept');
    tell('draft_lost', 'What the agent wrote could not be kept. Your next prompt starts from the last version.');
  }
}
