import { APP_DIR, CATALOG_DIR } from '#lib/agent/places.ts';
import { writeArchive } from '#lib/apps/archive.ts';
import { openSource } from '#lib/apps/source.ts';
import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { catalogFiles } from '#lib/semantic/describe.ts';
import { storing } from '#lib/storage/storing.ts';
import { sourceHash } from '../compile.ts';
import type { BuildContext, HeldSandbox } from '../context.ts';
import { startOf } from '../draft.ts';
import { BUILD_DIR, SOURCE_DIR } from '../workspace-paths.ts';

/**
 * Writes what the agent works on: the source of the head version (or of the draft that a stopped build left), and the
 * catalog that this actor may see. Both replace what was there.
 * @returns the hash of the source that the agent starts from
 */
export async function writeWorkspace(ctx: BuildContext, { id, guest, kept }: HeldSandbox): Promise<string> {
  const { signal } = ctx;
  const catalog = async () => {
    await guest.remove(CATALOG_DIR, signal);
    const files = new Map(catalogFiles(ctx.project.catalog).map(({ path, text }) => [path, Buffer.from(text)]));
    await guest.tarIn(CATALOG_DIR, writeArchive(files), signal);
  };
  const source = async () => {
    // A worker died in the middle of this build: its agent's files are the newest there are.
    if (ctx.build.attempt > 1 && kept) return;
    if (holdsDraft(ctx, id, kept)) return;
    const key = await sourceKeyOf(ctx);
    if (key === null) return;
    const { storeMs } = ctx.limits;
    const unpack = async () => {
      const archive = await openSource(key);
      await guest.remove(SOURCE_DIR, signal);
      await guest.tarIn(APP_DIR, archive, AbortSignal.any([signal, AbortSignal.timeout(storeMs)]));
    };
    await storing(unpack(), storeMs);
  };
  await Promise.all([catalog(), source(), guest.remove(BUILD_DIR, signal)]);
  ctx.progress.givenSource = await sourceHash(guest, signal);
  return ctx.progress.givenSource;
}

/** A draft that could not be stored is in the sandbox that made it, if that is still there. */
function holdsDraft({ app, emit }: BuildContext, sandboxId: string, kept: boolean): boolean {
  if (app.draftSandbox === null) return false;
  if (kept && app.draftSandbox === sandboxId) return true;
  emit({
    kind: 'notice',
    code: 'earlier_draft_lost',
    message: `A draft that could not be stored was lost with its sandbox. This build starts from ${startOf(app)}.`,
  });
  return false;
}

async function sourceKeyOf({ app }: BuildContext): Promise<string | null> {
  if (app.draftSourceKey !== null) return app.draftSourceKey;
  if (app.headVersion === null) return null;
  const head = await db().version.findUnique({ where: { appId_number: { appId: app.id, number: app.headVersion } } });
  if (!head) throw new AppError('internal', `Version ${app.headVersion} of this app is missing. Restore another version, then try again.`);
  return head.sourceKey;
}
