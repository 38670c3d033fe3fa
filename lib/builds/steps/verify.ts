import type { Evidence } from '#lib/contracts/app.ts';
import type { ErrorCode } from '#lib/contracts/error-code.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';
import { runProjectQuery } from '#lib/projects/query.ts';
import { findChromium } from '#lib/verify/jail.ts';
import { verifyBundle } from '#lib/verify/verify.ts';
import type { Bundle } from '../compile.ts';
import type { BuildContext } from '../context.ts';
import type { Problem } from '../run-steps.ts';

export interface Verified {
  readonly evidence: Evidence;
  readonly screenshot: Buffer | null;
  readonly queries: readonly MetricQuery[];
  readonly problem: Problem | null;
}

/** The warehouse's trouble: no source that an agent could write mends it. */
const OUTAGES: ReadonlySet<ErrorCode> = new Set(['unavailable', 'bad_gateway', 'rate_limited', 'budget_exceeded']);
const NOT_OPENED =
  'No browser is installed here, so the app was not opened before it counted as ready. Install Chromium to have it checked.';

/** Opens the app in a real browser with real queries, as the person who asked for it. "Ready" means that this went well. */
export async function verify(ctx: BuildContext, { files }: Bundle): Promise<Verified> {
  if (!hasBrowser()) {
    ctx.emit({ kind: 'check', name: 'opened', status: 'skipped', message: NOT_OPENED });
    return {
      evidence: { checks: [{ name: 'opened', status: 'skipped', message: NOT_OPENED }] },
      screenshot: null,
      queries: [],
      problem: null,
    };
  }
  let outage: AppError | null = null;
  const { checks, screenshot, queries, problems } = await verifyBundle({
    files,
    query: (query, signal) =>
      runProjectQuery(ctx.actor, ctx.project.id, query, signal, { appId: ctx.app.id, buildId: ctx.build.id }).catch((error: unknown) => {
        if (error instanceof AppError && OUTAGES.has(error.code)) outage ??= error;
        throw error;
      }),
    signal: ctx.signal,
    deadlineMs: ctx.limits.verifyMs,
  });
  for (const check of checks) ctx.emit({ kind: 'check', ...check });
  if (outage) throw outage;
  const problem: Problem | null = problems.length === 0 ? null : { found: 'run', details: problems.join('\n') };
  return { evidence: { checks }, screenshot, queries, problem };
}

function hasBrowser(): boolean {
  try {
    findChromium();
    return true;
  } catch {
    return false; // said in the log of the build, where the person sees it
  }
}
