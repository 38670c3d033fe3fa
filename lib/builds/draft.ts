import { Readable } from 'node:stream';
import { APP_DIR } from '#lib/agent/places.ts';
import { readArchive, SOURCE_LIMITS, writeArchive } from '#lib/apps/archive.ts';
import { db } from '#lib/db/client.ts';
import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { sourceKey } from '#lib/storage/keys.ts';
import { storing } from '#lib/storage/storing.ts';
import { sourceHash } from './compile.ts';
import type { BuildApp, BuildContext, HeldSandbox } from './context.ts';
import { stopOf } from './stop.ts';

const KEEP_MS = 20_000;
/** A store that has just hung is not waited for as long again: a build that fails ends within a minute. */
const STORE_MS = 15_000;

/**
 * Keeps what the agent wrote in a build that did not end well: the next prompt goes on from it. The last good version
 * is not touched. When it cannot be stored it stays in its sandbox; when it cannot even be read the person is told.
 * Never throws: the build's own failure is what counts.
 */
export async function keepDraft(ctx: BuildContext, sandbox: HeldSandbox): Promise<void> {
  const tell = (code: string, message: string) => {
    if (stopOf(ctx.signal)?.reason !== 'shutdown') ctx.emit({ kind: 'notice', code, message });
  };
  try {
    if (!(await isChanged(ctx, sandbox))) return;
    const source = await readArchive(Readable.from(sandbox.guest.tarOut(APP_DIR, ['src'], [], soon())), SOURCE_LIMITS);
    if (await storeDraft(ctx, source)) return tell('draft_kept', 'What the agent wrote so far is kept. Your next prompt goes on from it.');
    ctx.progress.draftInSandbox = true;
    await db().app.update({ where: { id: ctx.app.id }, data: { draftSandbox: sandbox.id } });
    tell(
      'draft_in_sandbox',
      'What the agent wrote could not be stored. Its sandbox keeps it for your next prompt, for as long as it lives.',
    );
  } catch (error) {
    log.warn({ buildId: ctx.build.id, err: toError(error) }, 'a draft could not be kept');
    const why = error instanceof AppError ? error.message : 'Its sandbox does not answer.';
    tell('draft_lost', `What the agent wrote could not be kept. ${why} Your next prompt starts from ${startOf(ctx.app)}.`);
  }
}

/** What a build begins with when nothing better is kept, in words for people. */
export function startOf({ headVersion, draftSourceKey }: Pick<BuildApp, 'headVersion' | 'draftSourceKey'>): string {
  if (draftSourceKey !== null) return 'the draft that was kept before';
  return headVersion === null ? 'the beginning: there is no version yet' : `version ${headVersion}`;
}

const soon = () => AbortSignal.timeout(KEEP_MS);

/** Whether there is anything that no version and no stored draft has. */
async function isChanged({ app, build, progress }: BuildContext, { id, guest, kept }: HeldSandbox): Promise<boolean> {
  if (!progress.agentStarted) return false;
  if (kept && (build.attempt > 1 || app.draftSandbox === id)) return true;
  return progress.givenSource !== null && (await sourceHash(guest, soon())) !== progress.givenSource;
}

async function storeDraft({ app, build, deps, limits }: BuildContext, source: ReadonlyMap<string, Buffer>): Promise<boolean> {
  const key = sourceKey(app.id, build.id);
  try {
    const stored = deps.store.put(key, writeArchive(source), { contentType: 'application/gzip' });
    await storing(stored, Math.min(limits.storeMs, STORE_MS));
  } catch (error) {
    log.warn({ buildId: build.id, err: toError(error) }, 'a draft could not be stored; it stays in its sandbox');
    return false;
  }
  await db().app.update({ where: { id: app.id }, data: { draftSourceKey: key, draftSandbox: null } });
  return true;
}
