import type { BuildStatus } from '#lib/contracts/build-event.ts';
import type { StateMachine } from '#lib/transitions.ts';
import { BUILD_DEADLINE_MS, QUEUED_TOO_LONG_MS, STALE_MS } from './tunables.ts';

const moves = {
  start: { from: [], to: 'queued', who: 'a person' },
  requeue: { from: ['queued'], to: 'queued', who: 'any worker' },
  withdraw: { from: ['queued'], to: 'cancelled', who: 'a person' },
  claim: { from: ['queued'], to: 'running', who: 'a worker' },
  takeOver: { from: ['running'], to: 'running', who: 'another worker' },
  beat: { from: ['running'], to: 'running', who: 'its worker' },
  advance: { from: ['running'], to: 'running', who: 'its worker' },
  letGo: { from: ['running'], to: 'running', who: 'its worker, or the one in its place' },
  askToStop: { from: ['running'], to: 'running', who: 'a person' },
  succeed: { from: ['running'], to: 'succeeded', who: 'its worker' },
  fail: { from: ['running'], to: 'failed', who: 'its worker, or any after too many deaths' },
  stop: { from: ['running'], to: 'cancelled', who: 'its worker' },
} as const;

export type BuildMove = keyof typeof moves;

/** A build's row: who may change it, from what to what, and what happens when nobody does. */
export const BUILD_MACHINE = {
  moves,
  states: {
    queued: { means: 'waits for a worker', deadlines: [{ after: QUEUED_TOO_LONG_MS, since: 'its start', move: 'requeue' }] },
    running: {
      means: 'a worker has it',
      deadlines: [
        { after: STALE_MS, since: 'the last heartbeat', move: 'takeOver' },
        { after: BUILD_DEADLINE_MS, since: 'the claim', move: 'fail' },
      ],
    },
    succeeded: { means: 'there is a version, or nothing to change', deadlines: [] },
    failed: { means: 'what the agent wrote is a draft', deadlines: [] },
    cancelled: { means: 'what the agent wrote is a draft', deadlines: [] },
  },
} as const satisfies StateMachine<BuildStatus, BuildMove>;
