import type { BuildEventBody, BuildStep } from '#lib/contracts/build-event.ts';
import type { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import type { OpenProject } from '#lib/projects/runtime.ts';
import type { Guest } from '#lib/sandbox/guest.ts';
import type { Sandboxes } from '#lib/sandbox/session.ts';
import type { ObjectStore } from '#lib/storage/contract.ts';
import type { BuildState, RunningAgent } from './build-state.ts';
import type { ClaimedBuild } from './lifecycle.ts';
import type { BuildLimits } from './tunables.ts';

/** What every build of a worker shares. */
export interface BuildDeps {
  readonly workerId: string;
  /** Null while this machine allows none. */
  readonly sandboxes: () => Sandboxes | null;
  readonly store: ObjectStore;
  /** In place of the defaults. */
  readonly limits?: Partial<BuildLimits>;
}

/** The parts of the app's row that a build works with. */
export interface BuildApp {
  readonly id: string;
  readonly ownerId: string;
  readonly projectId: string;
  readonly headVersion: number | null;
  readonly draftSourceKey: string | null;
  /** The sandbox that holds a draft which could not be stored. */
  readonly draftSandbox: string | null;
}

/** What happened so far in this build. */
export interface Progress {
  /** Hash of the source that the agent was given; null before. */
  givenSource: string | null;
  agentStarted: boolean;
  /** The row says that it ended well: what the heartbeat finds from now on means nothing. */
  ended: boolean;
  /** What the agent wrote is nowhere else. */
  draftInSandbox: boolean;
  /** An agent that an earlier worker left at work; taken up once. */
  runningAgent: RunningAgent | null;
  /** The sandbox in which the agent answered before an earlier worker died. */
  answeredIn: string | null;
  /** The conversation as it stands: lib/agent/conversation.ts. */
  agentSession: unknown;
}

/** One build on its way through the steps. */
export interface BuildContext {
  readonly build: ClaimedBuild;
  readonly app: BuildApp;
  readonly actor: Actor;
  readonly project: OpenProject;
  readonly deps: BuildDeps;
  readonly limits: BuildLimits;
  /** What happened so far, for those who clean up. */
  readonly progress: Progress;
  /** Aborted when the build must stop: cancelled, lost, out of time, or the worker ends. */
  readonly signal: AbortSignal;
  /** Ends the build in order because it may not go on: the agent is stopped and what it wrote is kept. */
  refuse(why: AppError): void;
  /** Says something in the log; written in batches, in order. */
  emit(...events: BuildEventBody[]): void;
  /** Keeps what a next worker needs to go on, as it is after everything said so far. */
  mark(state: BuildState): void;
  /** Resolves when everything said so far is in the log. */
  flush(): Promise<void>;
  /** Runs one step: its events, its time, its place in the row. */
  step<T>(name: BuildStep, work: () => Promise<T>): Promise<T>;
  /** Adds to the times in the row, under a name that is not a step: `agent` is the life of the agent's process. */
  addTime(name: string, ms: number): void;
}

/** A sandbox in the hands of one build. */
export interface HeldSandbox {
  readonly id: string;
  readonly guest: Guest;
  /** Its files are from an earlier turn of the same app, the agent's transcript among them. */
  readonly kept: boolean;
  /** Something in it is beyond repair: the next turn gets another one. */
  broken: boolean;
  stopTouching(): void;
  /** Settles what it cost. */
  stopMeter(): Promise<void>;
}
