import type { Ahead } from '../ahead.ts';
import { type Bundle, type Compilation, compile } from '../compile.ts';
import type { BuildContext, HeldSandbox } from '../context.ts';
import type { Problem } from '../run-steps.ts';

const MAX_MESSAGE = 2_000;

interface Round {
  readonly ahead: Ahead;
  readonly round: number;
  /** Of the source as the agent left it. */
  readonly hash: string;
}

/** Type check and bundle of the source as the agent left it. The problem of either is a result. */
export async function checkApp(ctx: BuildContext, { guest }: HeldSandbox, { ahead, round, hash }: Round): Promise<Bundle | Problem> {
  const ready = await ahead.take(hash);
  const compilation = ready ?? (await compile(guest, `round-${round}`, ctx.signal));
  const [types, bundle] = await Promise.all([
    ctx.step('check', () => typesOf(ctx, compilation)),
    ctx.step('bundle', () => bundleOf(ctx, compilation)),
  ]);
  if (types) return types;
  if ('details' in bundle) return bundle;
  return { files: bundle, source: await compilation.source };
}

async function typesOf(ctx: BuildContext, { types }: Compilation): Promise<Problem | null> {
  const problem = await types;
  tell(ctx, 'types', problem);
  return problem;
}

async function bundleOf(ctx: BuildContext, { bundle }: Compilation): Promise<Bundle['files'] | Problem> {
  const made = await bundle;
  tell(ctx, 'bundle', 'details' in made ? made : null);
  return made;
}

function tell({ emit }: BuildContext, name: string, problem: Problem | null): void {
  if (problem === null) emit({ kind: 'check', name, status: 'passed' });
  else emit({ kind: 'check', name, status: 'failed', message: problem.details.slice(0, MAX_MESSAGE) });
}
