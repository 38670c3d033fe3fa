/** Every limit of a build in one place, each with its reason. */

/** How often a worker says that it still has its build; the answer brings cancel requests back. */
export const HEARTBEAT_MS = 2_000;
/** A running build without a heartbeat for this long has lost its worker: three missed beats and some slack. */
export const STALE_MS = 15_000;
/** A build that lost its worker this often is not the victim but the cause. */
export const MAX_ATTEMPTS = 5;
/** A queued build that nobody took for this long has lost its job: it is enqueued again. */
export const QUEUED_TOO_LONG_MS = 30_000;
/** How often stale builds are looked for. */
export const RECONCILE_MS = 5_000;
/** The whole build, however it goes. */
export const BUILD_DEADLINE_MS = 45 * 60_000;
/** Dollars one turn may cost, whatever the budgets say. */
export const AGENT_MAX_USD = 10;
/** How often the agent may mend what the checks found. */
export const MAX_FIX_TURNS = 2;
/** Events are written in batches this far apart: fast enough to read along, few enough to store. */
export const EVENT_FLUSH_MS = 60;
/** A batch of events is tried this often, each wait longer by this much: about as long as others wait before they take over. */
export const EVENT_RETRIES = 6;
export const EVENT_RETRY_MS = 700;
/** Type check and bundle. */
export const COMMAND_DEADLINE_MS = 120_000;
/** What a worker may be given to work with in place of the defaults. */
export interface BuildLimits {
  /** The whole build, in milliseconds, however it goes. */
  readonly buildMs: number;
  /** One turn of the agent, in milliseconds. */
  readonly agentMs: number;
  /** An agent that says nothing for this many milliseconds hangs. */
  readonly stallMs: number;
  /** Answers of the model in one turn of the agent. */
  readonly maxTurns: number;
  /** Opening the app in a browser with its real queries, in milliseconds. */
  readonly verifyMs: number;
  /** One exchange with the object store, in milliseconds, its own retries included. */
  readonly storeMs: number;
}
export const BUILD_LIMITS: BuildLimits = {
  buildMs: BUILD_DEADLINE_MS,
  agentMs: 30 * 60_000,
  stallMs: 5 * 60_000,
  maxTurns: 150,
  verifyMs: 60_000,
  storeMs: 30_000,
};
