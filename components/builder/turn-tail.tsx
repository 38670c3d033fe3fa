import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { memo } from 'react';
import { apiPath } from '#lib/client/paths.ts';
import { draftNotice } from '#lib/client/transcript.ts';
import type { ConversationTurn } from '#lib/client/use-conversation.ts';
import { useFeatures } from '#lib/client/use-instance.ts';
import { Checks } from './checks.tsx';
import { Ended } from './ended.tsx';
import { FilesChanged } from './files-changed.tsx';
import classes from './turn.module.css';
import { outcomeOf } from './turn-outcome.ts';

interface TurnTailProps {
  turn: ConversationTurn;
  isOpen(key: string): boolean;
  onToggle(key: string): void;
  onShowVersion(version: number): void;
  /** Gives a prompt back to the composer; absent for people who may not edit. */
  onAgain?: ((prompt: string) => void) | undefined;
}

/** What became of a build: files, checks, its version, or why there is none. */
export const TurnTail = memo(function TurnTail({ turn, isOpen, onToggle, onShowVersion, onAgain }: TurnTailProps) {
  const { build, transcript } = turn;
  const outcome = outcomeOf(turn);
  const version = outcome?.versionNumber ?? build.versionNumber;
  const files = `${build.id}:files`;
  const failure = transcript?.error ?? build.error;
  const overBudget = failure?.code === 'budget_exceeded';
  const isAdmin = useFeatures().data?.scopes.includes('manage:Organization') ?? false;
  return (
    <div className={classes.tail}>
      {turn.open && transcript !== null && (
        <>
          <FilesChanged files={transcript.files} open={isOpen(files)} onToggle={() => onToggle(files)} />
          <Checks checks={transcript.checks} />
        </>
      )}
      {(outcome?.status === 'failed' || outcome?.status === 'cancelled') && (
        <Ended
          status={outcome.status}
          overBudget={overBudget}
          budgets={overBudget && isAdmin ? '/admin/budgets' : undefined}
          reason={failure?.message ?? null}
          draft={draftNotice(transcript?.items ?? [])}
          onAgain={onAgain && (() => onAgain(build.prompt))}
          diagnostics={apiPath('builds', build.id, 'diagnostics')}
        />
      )}
      {version !== null && (
        <Button
          className={classes.show}
          size="compact-sm"
          variant="light"
          rightSection={<IconArrowRight size={14} />}
          onClick={() => onShowVersion(version)}
        >
          Show version {version}
        </Button>
      )}
    </div>
  );
});
