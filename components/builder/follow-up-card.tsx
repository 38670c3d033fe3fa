import { Button } from '@mantine/core';
import { IconClockPlay, IconPencil, IconSend2, IconTrash } from '@tabler/icons-react';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { personName } from '#lib/client/person-name.ts';
import { useSendFollowUp, useTakeBackFollowUp } from '#lib/client/use-follow-up.ts';
import { useMe } from '#lib/client/use-me.ts';
import type { FollowUp } from '#lib/contracts/follow-up.ts';
import classes from './follow-up-card.module.css';

interface FollowUpCardProps {
  appId: string;
  followUp: FollowUp;
  /** A build is under way: the prompt starts by itself. */
  building: boolean;
  /** Gives the text back to the composer. */
  onEdit(prompt: string): void;
}

/** The prompt that waits: when it starts, and how to change one's mind. */
export function FollowUpCard({ appId, followUp, building, onEdit }: FollowUpCardProps) {
  const me = useMe();
  const send = useSendFollowUp(appId);
  const takeBack = useTakeBackFollowUp(appId);
  const busy = send.isPending || takeBack.isPending;
  const { prompt, requestedBy, problem } = followUp;
  const mine = me.data === undefined || me.data.id === requestedBy.id;

  const take = (then: (text: string) => void) =>
    takeBack.mutate((taken) => (taken.prompt === null ? notifyDone('This prompt was sent or taken back already.') : then(taken.prompt)), {
      onError: (error) => notifyProblem('The prompt still waits', error),
    });
  const common = { size: 'compact-xs', variant: 'subtle', disabled: busy } as const;

  return (
    <section className={classes.root} aria-label="Next prompt" data-stuck={!building || undefined}>
      <p className={classes.title}>
        <IconClockPlay size={15} aria-hidden />
        {building ? 'Next, when this build is ready' : 'This prompt still waits'}
        {!mine && <span className={classes.who}>by {personName(requestedBy)}</span>}
      </p>
      <p className={classes.prompt}>{prompt}</p>
      {!building && (
        <p className={classes.why}>{problem?.message ?? 'The build before it made no version, so it did not start by itself.'}</p>
      )}
      <div className={classes.actions}>
        {!building && (
          <Button
            size="compact-xs"
            variant="light"
            disabled={takeBack.isPending}
            loading={send.isPending}
            leftSection={<IconSend2 size={13} />}
            onClick={() => send.mutate(undefined, { onError: (error) => notifyProblem('The prompt was not sent', error) })}
          >
            Send now
          </Button>
        )}
        <Button {...common} leftSection={<IconPencil size={13} />} onClick={() => take(onEdit)}>
          Edit
        </Button>
        <Button {...common} color="gray" leftSection={<IconTrash size={13} />} onClick={() => take(() => notifyDone('Discarded.'))}>
          Discard
        </Button>
      </div>
    </section>
  );
}
