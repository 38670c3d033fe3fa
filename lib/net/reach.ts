import { env, environment } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { type GuardedAgents, guardedAgents } from './guarded-agents.ts';

/** How calls to the address in this variable go out; undefined: without a guard. */
export type ReachOf = (variable: string) => GuardedAgents | undefined;

/**
 * Whoever runs the machine may write any address into its environment. One that was entered on a page leads to public
 * addresses only, unless the operator allows more.
 */
export const reachOfSetting: ReachOf = (variable) =>
  environment()[variable] === undefined
    ? guardedAgents({ allowPrivate: env().GLASSWORKS_ALLOW_PRIVATE_NETWORK_TESTS === true })
    : undefined;

/** What a guard refused a call with, out of the error that a client made of it. */
export function refusalIn(error: unknown): AppError | null {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth++)
    if (cause instanceof AppError && cause.code === 'forbidden') return cause;
  return null;
}
