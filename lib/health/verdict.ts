import type { HealthCheck } from '#lib/contracts/health.ts';
import { AppError, toError } from '#lib/errors.ts';
import { redactText, secretsIn } from '#lib/redact.ts';

export type Verdict = Pick<HealthCheck, 'status' | 'message'>;
export type Probe = () => Promise<Verdict>;

/** One line for everybody's eyes: our own words as they are, others' cut to what kind of failure it was. */
export function reasonOf(thrown: unknown): string {
  const error = toError(thrown);
  if (error instanceof AppError) return redactText(error.message.split('\n')[0] ?? '', secretsIn(process.env));
  const code = codeOf(error);
  return code ? `It failed with ${code}.` : 'It failed; the server’s log says why.';
}

/** The code of the innermost error that has one: that of the network or the database. */
function codeOf(error: Error): string | null {
  const inner = error.cause instanceof Error ? codeOf(error.cause) : null;
  const own = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return inner ?? own;
}

/** What a probe says, or that it said nothing in time. Never throws; whoever is late goes on unheard. */
export async function within(ms: number, probe: Probe): Promise<Verdict> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'down', message: `No answer within ${ms / 1000} seconds.` }), ms);
  });
  const verdict = probe().catch((error: unknown): Verdict => ({ status: 'down', message: reasonOf(error) }));
  try {
    return await Promise.race([verdict, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface Freshness {
  /** How long a good verdict is repeated without asking again. */
  readonly goodMs: number;
  /** The same for any other: what was mended should show soon. */
  readonly badMs: number;
  /** After this long a probe that does not end is given up, and another may begin. */
  readonly giveUpMs: number;
}

/** A probe that costs something: asked by many, it runs once, and its verdict is good for a while. */
export function throttled(probe: Probe, { goodMs, badMs, giveUpMs }: Freshness): Probe {
  let last: { readonly verdict: Verdict; readonly until: number } | null = null;
  let running: { readonly verdict: Promise<Verdict>; readonly since: number } | null = null;
  const run = (): Promise<Verdict> => {
    const verdict = within(giveUpMs, probe).then((told) => {
      last = { verdict: told, until: performance.now() + (told.status === 'ok' ? goodMs : badMs) };
      running = null;
      return told;
    });
    running = { verdict, since: performance.now() };
    return verdict;
  };
  return async () => {
    if (last && last.until > performance.now()) return last.verdict;
    return running?.verdict ?? run();
  };
}
