import type { LineCount } from '#lib/apps/line-count.ts';
import { AppError } from '#lib/errors.ts';
import { withTheme } from '#lib/theme/css.ts';
import { currentTheme } from '#lib/theme/theme.ts';
import { compileAhead } from './ahead.ts';
import { type Bundle, sourceHash, templateSourceHash } from './compile.ts';
import type { BuildContext, HeldSandbox } from './context.ts';
import { keepDraft } from './draft.ts';
import { acquireSandbox, releaseSandbox } from './steps/acquire.ts';
import { checkApp } from './steps/check-app.ts';
import { finish, finishUnchanged } from './steps/finish.ts';
import { type AgentTurn, generate, isAnswered, takeUpAnswer } from './steps/generate.ts';
import { storeVersion } from './steps/store.ts';
import { type Verified, verify } from './steps/verify.ts';
import { writeWorkspace } from './steps/workspace.ts';
import { stopOf } from './stop.ts';
import { MAX_FIX_TURNS } from './tunables.ts';

/** What the checks found: told to the agent, and to the person when the agent cannot mend it. */
export interface Problem {
  readonly found: 'types' | 'bundle' | 'run';
  readonly details: string;
}

export interface Made {
  readonly bundle: Bundle;
  readonly verified: Verified;
  readonly lines: LineCount | null;
}

const FOUND_BY = { types: 'type check', bundle: 'bundler', run: 'browser' } as const;

/**
 * The steps of a build, in order:
 * sandbox → workspace ‖ generate → check ‖ bundle → verify ‖ store → finish.
 * What the checks find goes back to the agent, twice at most.
 * @param onFailure hears why a step failed, before what was made is put away
 */
export async function runSteps(ctx: BuildContext, onFailure: (error: unknown) => void): Promise<void> {
  const sandbox = await ctx.step('sandbox', () => acquireSandbox(ctx));
  try {
    const made = await makeApp(ctx, sandbox);
    await ctx.step('finish', async () => {
      await (made === 'unchanged' ? finishUnchanged(ctx) : finish(ctx, made));
      ctx.progress.ended = true;
    });
  } catch (error) {
    onFailure(error); // may stop the build: then its sandbox is left as it is
    if (!isLeft(ctx)) await keepDraft(ctx, sandbox);
    throw error;
  } finally {
    if (isLeft(ctx)) {
      sandbox.stopTouching();
      await sandbox.stopMeter();
    } else await releaseSandbox(ctx, sandbox);
  }
}

/** Another attempt has the sandbox, or takes it up next. */
const isLeft = ({ signal, progress }: BuildContext): boolean => {
  if (progress.ended) return false;
  const reason = stopOf(signal)?.reason;
  return reason === 'lost' || reason === 'interrupted';
};

async function makeApp(ctx: BuildContext, sandbox: HeldSandbox): Promise<Made | 'unchanged'> {
  // The agent boots while its files arrive: it waits for the prompt, not we for it.
  const workspace = ctx.step('workspace', () => writeWorkspace(ctx, sandbox));
  workspace.catch(() => undefined); // heard by whoever waits for it
  const ahead = compileAhead(ctx.build.id, sandbox.guest, ctx.signal);
  let turn: AgentTurn = { kind: 'prompt', ready: workspace };
  try {
    for (let round = 0; ; round++) {
      if (round === 0 && isAnswered(ctx, sandbox)) await takeUpAnswer(ctx, sandbox, workspace);
      else await generate(ctx, sandbox, turn, ahead);
      const hash = await sourceHash(sandbox.guest, ctx.signal);
      if (round === 0 && hash === (await workspace) && (await startsFromKnown(ctx, sandbox, hash))) return unchanged(ctx);
      const bundle = await checkApp(ctx, sandbox, { ahead, round, hash });
      const result = 'details' in bundle ? bundle : await openAndStore(ctx, bundle);
      if (!('details' in result)) return result;
      if (round === MAX_FIX_TURNS) throw unmended(result);
      const attempt = round + 1;
      const message = `The ${FOUND_BY[result.found]} found a problem. The agent mends it (try ${attempt} of ${MAX_FIX_TURNS}).`;
      ctx.emit({ kind: 'notice', code: 'fixing', message });
      turn = { kind: 'fix', problem: result, attempt };
    }
  } finally {
    ahead.stop();
  }
}

async function openAndStore(ctx: BuildContext, compiled: Bundle): Promise<Made | Problem> {
  const { theme } = await currentTheme();
  const bundle = { ...compiled, files: withTheme(compiled.files, theme) };
  const [verified, lines] = await Promise.all([
    ctx.step('verify', () => verify(ctx, bundle)),
    ctx.step('store', () => storeVersion(ctx, bundle)),
  ]);
  return verified.problem ?? { bundle, verified, lines };
}

/**
 * Whether this source is the head version's, or the template's. A draft, and what an interrupted build left in the
 * sandbox, has not been checked yet: it is, even when nothing is added to it.
 */
async function startsFromKnown({ app, build, signal }: BuildContext, { guest }: HeldSandbox, hash: string): Promise<boolean> {
  if (app.draftSourceKey !== null || app.draftSandbox !== null || build.attempt > 1) return false;
  return app.headVersion !== null || hash === (await templateSourceHash(guest, signal));
}

/** An agent that only talked: fine for an app that exists, a failure for one that does not. */
function unchanged({ app }: BuildContext): 'unchanged' {
  if (app.headVersion !== null) return 'unchanged';
  throw new AppError('unprocessable', 'The agent ended without writing an app. Say in other words what you want to see.');
}

function unmended({ found, details }: Problem): AppError {
  const first = details.trim().slice(0, 600);
  return new AppError('unprocessable', `The ${FOUND_BY[found]} still found a problem after ${MAX_FIX_TURNS} tries: ${first}`);
}
