import { z } from 'zod';
import type { StateMachine } from '#lib/transitions.ts';

export const SandboxState = z.enum(['creating', 'running', 'suspended', 'gone']);
export type SandboxState = z.infer<typeof SandboxState>;

/** Whoever makes a sandbox says every two seconds that it goes on: one that is silent for so long has died. */
export const CREATING_MS = 12_000;

const moves = {
  reserve: { from: [], to: 'creating', who: 'a build, or the warm pool' },
  made: { from: ['creating'], to: 'creating', who: 'who makes it' },
  ready: { from: ['creating'], to: 'running', who: 'who makes it' },
  give: { from: ['running'], to: 'running', who: 'a build, from the warm pool' },
  hold: { from: ['running'], to: 'running', who: 'a build, or who suspends it' },
  release: { from: ['running'], to: 'running', who: 'its holder' },
  suspend: { from: ['running'], to: 'suspended', who: 'sweeper, or the last worker to stop' },
  resume: { from: ['suspended'], to: 'creating', who: 'a build' },
  goBack: { from: ['creating'], to: 'suspended', who: 'who failed to resume it, or sweeper' },
  discard: { from: ['creating', 'running', 'suspended'], to: 'gone', who: 'who finds it dead or useless' },
} as const;

export type SandboxMove = keyof typeof moves;

/** A sandbox's row: who may change it, from what to what, and what happens when nobody does. */
export const SANDBOX_MACHINE = {
  moves,
  states: {
    creating: {
      means: 'is being made, from its snapshot when it has one',
      deadlines: [
        { after: CREATING_MS, since: 'the last word of its maker, with a snapshot', move: 'goBack' },
        { after: CREATING_MS, since: 'the last word of its maker, without one', move: 'discard' },
      ],
    },
    running: {
      means: 'answers; held by a build, or warm',
      deadlines: [
        { after: 'SANDBOX_WARM_MS', since: 'its release', move: 'suspend' },
        { after: 'SANDBOX_IDLE_TIMEOUT_MS', since: 'the last word of its holder', move: 'suspend' },
      ],
    },
    suspended: {
      means: 'its workspace is in the object store',
      deadlines: [{ after: 'SANDBOX_SNAPSHOT_RETENTION_MS', since: 'its suspension', move: 'discard' }],
    },
    gone: { means: 'holds nothing; its row is forgotten later', deadlines: [] },
  },
} as const satisfies StateMachine<SandboxState, SandboxMove>;
