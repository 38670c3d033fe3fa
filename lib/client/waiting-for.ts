import type { Build } from '#lib/contracts/build.ts';
import type { BuildStep } from '#lib/contracts/build-event.ts';
import type { StreamState } from './build-stream.ts';
import { STEP_LABELS } from './step-labels.ts';
import type { Transcript } from './transcript.ts';

/** Why a build makes no visible progress right now, in words, and the way out that helps. */
export interface WaitingFor {
  text: string;
  wayOut: 'cancel' | 'reconnect';
}

interface Situation {
  build: Pick<Build, 'createdAt' | 'startedAt'>;
  transcript: Transcript | null;
  stream: StreamState;
  now: number;
  /** Null while nobody asked. */
  workerDown: boolean | null;
  /** What is wrong with the database; null when nothing is, or while nobody asked. */
  databaseTrouble: string | null;
}

const SECOND = 1_000;
/** A build that waits longer than this to be taken is worth a word. */
const QUEUED_LONG_MS = 5 * SECOND;
/** Nothing was heard for so long: it may be that nothing can be written down. */
const QUIET_MS = 15 * SECOND;
/** Much longer than each step mostly takes. Writing has no such time: what counts is whether the agent still says something. */
const SLOW_MS: Record<BuildStep, number | null> = {
  sandbox: 20 * SECOND,
  workspace: 20 * SECOND,
  generate: null,
  check: 45 * SECOND,
  bundle: 45 * SECOND,
  verify: 45 * SECOND,
  store: 30 * SECOND,
  finish: 15 * SECOND,
};
const SILENT_MS = 45 * SECOND;

/** Whether a build waits so long for a worker that it is worth asking why. One that was taken waits for none, though its log is not here yet. */
export function isQueuedLong({ build, transcript, now }: Pick<Situation, 'build' | 'transcript' | 'now'>): boolean {
  const taken = build.startedAt !== null || (transcript !== null && transcript.steps.length > 0);
  return !taken && now - Date.parse(build.createdAt) >= QUEUED_LONG_MS;
}

function queuedText(workerDown: boolean | null): string {
  if (workerDown === true) return 'No worker is running. The build starts by itself as soon as one is back.';
  return `${workerDown === null ? 'Waiting for a worker' : 'All workers are busy'}. The build starts by itself as soon as one is free.`;
}

/** What a build under way waits for, when that is worth a word; null while all goes as usual. */
export function waitingFor({ build, transcript, stream, now, workerDown, databaseTrouble }: Situation): WaitingFor | null {
  if (stream === 'reconnecting') return { text: 'Connection lost, trying again… The build itself goes on.', wayOut: 'reconnect' };
  if (databaseTrouble !== null && isQuiet({ build, transcript, now })) {
    return { text: `Nothing is heard of the build. The database has trouble: ${databaseTrouble}`, wayOut: 'cancel' };
  }
  const step = transcript?.steps.findLast(({ status }) => status === 'started');
  if (isQueuedLong({ build, transcript, now })) return { text: queuedText(workerDown), wayOut: 'cancel' };
  if (transcript === null || step === undefined) return null;
  const silence = now - Date.parse(transcript.lastAt ?? step.startedAt);
  if (step.name === 'generate' && silence > SILENT_MS) {
    return { text: `The agent has said nothing for ${minutes(silence)}. It is stopped after 5 minutes of silence.`, wayOut: 'cancel' };
  }
  const slow = SLOW_MS[step.name];
  if (slow === null || now - Date.parse(step.startedAt) < slow) return null;
  return { text: `${STEP_LABELS[step.name].name}: this takes longer than usual.`, wayOut: 'cancel' };
}

/** Whether a build under way has said nothing for a while. */
export const isQuiet = ({ build, transcript, now }: Pick<Situation, 'build' | 'transcript' | 'now'>): boolean =>
  now - Date.parse(transcript?.lastAt ?? build.createdAt) > QUIET_MS;

const minutes = (ms: number) => (ms < 60 * SECOND ? `${Math.floor(ms / SECOND)} s` : `${Math.floor(ms / 60 / SECOND)} min`);
