import { lineColumns } from '#lib/apps/line-count.ts';
import { newestNumber } from '#lib/apps/versions.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { bundlePrefix, screenshotKey, sourceKey } from '#lib/storage/keys.ts';
import { storing } from '#lib/storage/storing.ts';
import { lockApp } from '../admit.ts';
import type { BuildContext } from '../context.ts';
import { endWell } from '../end-well.ts';
import { appendInTx } from '../event-log.ts';
import type { Made } from '../run-steps.ts';
import { BuildStopped } from '../stop.ts';

/** The version, the app's head, the build's end and what waited for it: one transaction. A worker that lost the build writes nothing. */
export async function finish(ctx: BuildContext, { bundle, verified, lines }: Made): Promise<void> {
  const { app, build, deps } = ctx;
  const { evidence, screenshot, queries } = verified;
  if (screenshot) {
    const picture = deps.store.put(screenshotKey(app.id, build.id), screenshot, { contentType: 'image/png' });
    await storing(picture, ctx.limits.storeMs);
  }
  await ctx.flush();
  await db().$transaction(async (tx) => {
    await lockApp(tx, app.id);
    const number = (await newestNumber(tx, app.id)) + 1;
    await tx.version.create({
      data: {
        appId: app.id,
        number,
        buildId: build.id,
        prompt: build.prompt,
        createdById: build.requestedById,
        files: [...bundle.source].map(([path, content]) => ({ path, size: content.length })).sort((a, b) => a.path.localeCompare(b.path)),
        sourceKey: sourceKey(app.id, build.id),
        bundlePrefix: bundlePrefix(app.id, build.id),
        evidence: evidence as unknown as Prisma.InputJsonValue,
        queries: queries as unknown as Prisma.InputJsonValue,
        ...lineColumns(lines),
      },
    });
    await tx.app.update({ where: { id: app.id }, data: { headVersion: number, draftSourceKey: null, draftSandbox: null } });
    await appendInTx(tx, build.id, [
      { kind: 'preview', url: `/api/apps/${app.id}/versions/${number}/preview-token`, previewKind: 'version' },
    ]);
    if (!(await endWell(tx, build, deps.workerId, number))) throw new BuildStopped('lost');
  });
}

/** The agent answered without changing the app: the build ends well, and the head stays what it is. */
export async function finishUnchanged({ build, deps, emit, flush }: BuildContext): Promise<void> {
  emit({ kind: 'notice', code: 'nothing_changed', message: 'Nothing in the app was changed, so there is no new version.' });
  await flush();
  await db().$transaction(async (tx) => {
    if (!(await endWell(tx, build, deps.workerId))) throw new BuildStopped('lost');
  });
}
