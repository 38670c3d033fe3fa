import { Button } from '@mantine/core';
import { memo, useState } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { formatDuration } from '#lib/client/format.ts';
import { draftNotice, type StepLine } from '#lib/client/transcript.ts';
import { isActive } from '#lib/client/use-builds.ts';
import { useTranscript } from '#lib/client/use-transcript.ts';
import type { Build } from '#lib/contracts/build.ts';
import { BuildStep } from '#lib/contracts/build-event.ts';
import { Ended } from './ended.tsx';
import { Steps } from './steps.tsx';
import { TranscriptView } from './transcript-view.tsx';
import classes from './turn.module.css';
import { TurnFooter } from './turn-footer.tsx';

interface TurnProps {
  build: Build;
  /** Older turns show their outcome, and the work on demand. */
  folded: boolean;
  onShowVersion(version: number): void;
  /** Gives a prompt back to the composer; absent for people who may not edit. */
  onAgain?: ((prompt: string) => void) | undefined;
}

/** One prompt and what became of it. */
export const Turn = memo(function Turn({ build, folded, onShowVersion, onAgain }: TurnProps) {
  const [open, setOpen] = useState(!folded);
  const { transcript, state, error, retry } = useTranscript(build, open);
  const outcome = transcript.done ?? (isActive(build) ? null : { status: build.status, versionNumber: build.versionNumber });
  const running = outcome === null;
  const problem = transcript.error ?? build.error;
  const steps = transcript.steps.length > 0 ? transcript.steps : stepsOf(build);
  return (
    <article className={classes.root} aria-label={`Prompt: ${build.prompt.slice(0, 80)}`}>
      <p className={classes.prompt}>{build.prompt}</p>
      <Steps
        steps={steps}
        running={running}
        summary={summaryOf(build, outcome?.status ?? null, steps)}
        note={running && state === 'reconnecting' ? 'Connection lost, reconnecting…' : null}
      />
      {error !== null && <Problem title="This build's log could not be read" error={error} onRetry={retry} />}
      {open ? (
        <TranscriptView transcript={transcript} />
      ) : (
        <Button size="compact-xs" variant="subtle" className={classes.unfold} onClick={() => setOpen(true)}>
          Show what was done
        </Button>
      )}
      {open && state === 'loading' && error === null && <LogWaiting onRetry={retry} />}
      {(outcome?.status === 'failed' || outcome?.status === 'cancelled') && (
        <Ended
          status={outcome.status}
          reason={problem?.message ?? null}
          draft={draftNotice(transcript.items)}
          onAgain={onAgain && (() => onAgain(build.prompt))}
          diagnostics={`/api/builds/${build.id}/diagnostics`}
        />
      )}
      <TurnFooter build={build} usage={transcript.usage} outcome={outcome} onShowVersion={onShowVersion} />
    </article>
  );
});

function LogWaiting({ onRetry }: { onRetry(): void }) {
  return (
    <Waiting label="Reading what was done" onRetry={onRetry}>
      <div aria-hidden>
        <Bar width="64%" />
        <Bar width="46%" />
      </div>
    </Waiting>
  );
}

/** The times of a build whose log was not read yet. */
function stepsOf(build: Build): StepLine[] {
  return BuildStep.options.flatMap((name) => {
    const ms = build.timings[name];
    return ms === undefined ? [] : [{ name, status: 'finished' as const, startedAt: build.createdAt, ms, tries: 1 }];
  });
}

function summaryOf(build: Build, outcome: Build['status'] | null, steps: StepLine[]): string {
  if (outcome === null) return steps.length === 0 ? 'Waiting for a worker to start' : 'Getting to the next step';
  const total =
    build.finishedAt === null
      ? steps.reduce((sum, step) => sum + (step.ms ?? 0), 0)
      : Date.parse(build.finishedAt) - Date.parse(build.createdAt);
  const time = formatDuration(Math.max(0, total));
  if (outcome === 'succeeded') return `Built in ${time}`;
  return outcome === 'cancelled' ? `Cancelled after ${time}` : `Failed after ${time}`;
}
