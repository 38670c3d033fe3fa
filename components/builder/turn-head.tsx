import { memo } from 'react';
import { formatDuration } from '#lib/client/format.ts';
import type { StepLine } from '#lib/client/transcript.ts';
import type { ConversationTurn } from '#lib/client/use-conversation.ts';
import { useHealth } from '#lib/client/use-instance.ts';
import { isQueuedLong, isQuiet, waitingFor } from '#lib/client/waiting-for.ts';
import type { Build } from '#lib/contracts/build.ts';
import { BuildStep } from '#lib/contracts/build-event.ts';
import { BuildMeta } from './build-meta.tsx';
import { Prompt } from './prompt.tsx';
import { Steps } from './steps.tsx';
import classes from './turn.module.css';
import { outcomeOf } from './turn-outcome.ts';
import { useNow } from './use-now.ts';
import { WaitLine } from './wait-line.tsx';

interface TurnHeadProps {
  turn: ConversationTurn;
  isOpen(key: string): boolean;
  onToggle(key: string): void;
  /** Stops the build; absent for people who may not. */
  onCancel?: ((buildId: string) => void) | undefined;
}

/** What was asked, how far it is, what it costs and what it waits for. */
export const TurnHead = memo(function TurnHead({ turn, isOpen, onToggle, onCancel }: TurnHeadProps) {
  const { build, transcript, running, stream } = turn;
  const now = useNow(running);
  const situation = { build, transcript, now };
  const health = useHealth(running && (isQueuedLong(situation) || isQuiet(situation)));
  const worker = health.data?.checks.find(({ name }) => name === 'worker');
  const workerDown = worker === undefined ? null : worker.status === 'down';
  const database = health.data?.checks.find(({ name }) => name === 'database');
  const databaseTrouble = database === undefined || database.status === 'ok' ? null : (database.message ?? 'it does not answer.');
  const waiting = running ? waitingFor({ ...situation, stream, workerDown, databaseTrouble }) : null;
  const steps = transcript !== null && transcript.steps.length > 0 ? transcript.steps : stepsOf(build);
  const prompt = `${build.id}:prompt`;
  const times = `${build.id}:steps`;
  return (
    <div className={classes.head}>
      <Prompt text={build.prompt} open={isOpen(prompt)} onToggle={() => onToggle(prompt)} />
      <Steps
        steps={steps}
        running={running}
        summary={summaryOf(turn, steps)}
        queuedMs={queuedMs(build)}
        now={now}
        open={isOpen(times)}
        onToggle={() => onToggle(times)}
      >
        {waiting === null ? (
          <BuildMeta build={build} usage={transcript?.usage ?? null} />
        ) : (
          <WaitLine waiting={waiting} onReconnect={turn.retry} onCancel={onCancel && (() => onCancel(build.id))} />
        )}
      </Steps>
    </div>
  );
});

const queuedMs = ({ createdAt, startedAt }: Build) => (startedAt === null ? 0 : Math.max(0, Date.parse(startedAt) - Date.parse(createdAt)));

/** The times of a build whose log was not read yet. Which of them failed, if it did, only the log says. */
function stepsOf(build: Build): StepLine[] {
  const status = build.status === 'succeeded' ? 'finished' : 'past';
  return BuildStep.options.flatMap((name) => {
    const ms = build.timings[name];
    return ms === undefined ? [] : [{ name, status, startedAt: build.createdAt, ms, tries: 1 }];
  });
}

function summaryOf(turn: ConversationTurn, steps: StepLine[]): string {
  const { build, running, transcript } = turn;
  if (running) {
    if (transcript === null && turn.stream === 'connecting') return 'Connecting to the build';
    return steps.length === 0 ? 'Waiting for a worker to start' : 'Getting to the next step';
  }
  const total =
    build.finishedAt === null
      ? steps.reduce((sum, step) => sum + (step.ms ?? 0), 0)
      : Date.parse(build.finishedAt) - Date.parse(build.createdAt);
  const time = formatDuration(Math.max(0, total));
  const status = outcomeOf(turn)?.status;
  if (status === 'succeeded') return `Built in ${time}`;
  if (status === 'failed') return `Failed after ${time}`;
  return status === 'cancelled' ? `Cancelled after ${time}` : 'Under way';
}
