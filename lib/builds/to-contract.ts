import type { Build } from '#lib/contracts/build.ts';
import type { BuildStatus, BuildStep } from '#lib/contracts/build-event.ts';
import type { Prisma } from '#lib/db/client.ts';

/** The wire form of a build's row. */
export function toBuild(row: Prisma.BuildGetPayload<object>): Build {
  return {
    id: row.id,
    appId: row.appId,
    status: row.status as BuildStatus,
    step: row.step as BuildStep | null,
    prompt: row.prompt,
    model: row.model,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    versionNumber: row.versionNumber,
    error: row.error as Build['error'],
    usage: {
      inputTokens: row.inputTokens,
      outputTokens: row.outputTokens,
      cacheReadTokens: row.cacheReadTokens,
      cacheWriteTokens: row.cacheWriteTokens,
      modelUsd: row.modelUsd.toNumber(),
      sandboxSeconds: row.sandboxSeconds,
      sandboxUsd: row.sandboxUsd.toNumber(),
    },
    timings: row.timings as Record<string, number>,
  };
}
