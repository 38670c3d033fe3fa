import { AppError } from '#lib/errors.ts';
import type { BuildContext, HeldSandbox } from './context.ts';
import { keepDraft } from './draft.ts';
import { acquireSandbox, releaseSandbox } from './steps/acquire.ts';
import { type Bundle, bundle } from './steps/bundle.ts';
import { finish } from './steps/finish.ts';
import { type AgentTurn, generate } from './steps/generate.ts';
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

const FOUND_BY = { types: 'type check', bundle: 'bundler', run: 'browser' } as const;

/**
 * The steps of a build, in order:
 * sandbox → workspace ‖ generate → check ‖ bundle → verify ‖ store → finish.
 * What the checks find goes back to the agent, twice at most.
 */
export async function runSteps(ctx: BuildContext): Promise<void> {
  const sandbox = await ctx.step('sandbox', () => acquireSandbox(ctx));
  try {
    const { bundle: made, verified } = await makeApp(ctx, sandbox);
    await ctx.step('finish', () => finish(ctx, made, verified));
  } catch (error) {
    if (stopOf(ctx.signal)?.reason !== 'lost') await keepDraft(ctx, sandbox);
    throw error;
  } finally {
    await releaseSandbox(ctx, sandbox);
  }
}

async function makeApp(ctx: BuildContext, sandbox: HeldSandbox): Promise<{ bundle: Bundle; verified: Verified }> {
  // The agent boots while its files arrive: it waits for the prompt, not we for it.
  const workspace = ctx.step('workspace', () => writeWorkspace(ctx, sandbox));
  let turn: AgentTurn = { kind: 'prompt', ready: workspace };
  for (let fixes = 0; ; fixes++) {
    await generate(ctx, sandbox, turn);
    const result = await checkApp(ctx, sandbox);
    if (!('details' in result)) return result;
    if (fixes === MAX_FIX_TURNS) throw unmended(result);
    ctx.emit({
      kind: 'notice',
      code: 'fixing',
      message: `The ${FOUND_BY[result.found]} found a problem. The agent mends it (try ${fixes + 1} of ${MAX_FIX_TURNS}).`,
    });
    turn = { kind: 'fix', problem: result, attempt: fixes + 1 };
  }
}

async function checkApp(ctx: BuildContext, sandbox: HeldSandbox): Promise<{ bundle: Bundle; verified: Verified } | Problem> {
  const made = await bundle(ctx, sandbox);
  if ('details' in made) return made;
  const [verified] = await Promise.all([ctx.step('verify', () => verify(ctx, made)), ctx.step('store', () => storeVersion(ctx, made))]);
  return verified.problem ?? { bundle: made, verified };
}

function unmended({ found, details }: Problem): AppError {
  const first = details.trim().slice(0, 600);
  return new AppError('unprocessable', `The ${FOUND_BY[found]} still found a problem after ${MAX_FIX_TURNS} tries: ${first}`);
}
