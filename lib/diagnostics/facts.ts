import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { db, type Prisma } from '#lib/db/client.ts';
import { productRoot } from '#lib/paths.ts';
import { VERSION } from '#lib/version.ts';

type BuildRow = Prisma.BuildGetPayload<{ include: { app: true } }>;

/** What the build's row says, without what only a next worker needs. */
export function buildFacts({ app, state: _state, ...build }: BuildRow): Record<string, unknown> {
  return {
    ...build,
    modelUsd: build.modelUsd.toNumber(),
    sandboxUsd: build.sandboxUsd.toNumber(),
    app: { id: app.id, projectId: app.projectId, headVersion: app.headVersion, hasDraft: app.draftSourceKey !== null },
  };
}

/** The registry's rows of the app's sandboxes, the newest first; neither the token nor the way to them. */
export function sandboxRows(appId: string, buildId: string) {
  return db().sandbox.findMany({
    where: { OR: [{ key: appId }, { holder: buildId }] },
    omit: { token: true, ref: true },
    orderBy: { createdAt: 'desc' },
    take: 20,
  });
}

/** Every model call of the build: who answered, what it cost. */
export async function modelCalls(buildId: string): Promise<unknown[]> {
  const rows = await db().ledgerEntry.findMany({
    where: { buildId },
    orderBy: { at: 'asc' },
    take: 1_000,
    omit: { userId: true, groupIds: true, scopes: true },
  });
  return rows.map(({ usd, reservedUsd, floorUsd, seconds, ...row }) => ({
    ...row,
    usd: usd.toNumber(),
    reservedUsd: reservedUsd.toNumber(),
    floorUsd: floorUsd.toNumber(),
    seconds: seconds.toNumber(),
  }));
}

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/** Versions of everything that had a part in it. */
export async function versions(templateHash: string | null): Promise<Record<string, unknown>> {
  const file = join(productRoot(), 'sandboxes', 'data-app', 'package.json');
  const { dependencies, optionalDependencies } = Manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  const agent = Object.entries(optionalDependencies).find(([name]) => name.includes('claude-code'))?.[1];
  const [{ version: postgres } = { version: 'unknown' }] = await db().$queryRaw<{ version: string }[]>`
    SELECT current_setting('server_version') AS "version"`;
  return {
    product: VERSION,
    agent: agent ?? 'unknown',
    image: templateHash ?? 'none was made',
    template: dependencies,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    postgres,
  };
}
