import { IconSparkles } from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { Examples } from '#components/apps/examples.tsx';
import { NotifyOffer } from '#components/news/notify-offer.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { notifyProblem } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { isActive, useBuilds, useCancelBuild, useNewVersions, useStartBuild } from '#lib/client/use-builds.ts';
import { useEstimate } from '#lib/client/use-estimate.ts';
import { useQueueFollowUp } from '#lib/client/use-follow-up.ts';
import type { App } from '#lib/contracts/app.ts';
import { AppName } from './app-name.tsx';
import classes from './chat-side.module.css';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { FollowUpCard } from './follow-up-card.tsx';
import { LoadingConversation } from './loading-conversation.tsx';

interface ChatSideProps {
  app: App;
  draft: string;
  onDraft(text: string): void;
  onShowVersion(version: number): void;
  /** Gives a prompt back to the composer. */
  onAgain(prompt: string): void;
  /** The composer takes the focus whenever this grows. */
  focus: number;
  /** A prompt is on its way: the newest version is what the person wants to see. */
  onSent(): void;
  /** Stands right above the composer. */
  notice?: ReactNode;
}

/** The left side: what was asked, what was done, and where to ask for more. */
export function ChatSide({ app, draft, onDraft, onShowVersion, onAgain, focus, onSent, notice }: ChatSideProps) {
  const builds = useBuilds(app.id);
  const start = useStartBuild(app.id);
  const queue = useQueueFollowUp(app.id);
  const cancel = useCancelBuild(app.id);
  const active = builds.data?.find(isActive);
  const written = useRef(draft);
  useEffect(() => {
    written.current = draft;
  });
  const estimate = useEstimate(app.id, app.can.edit);
  useNewVersions(app, builds.data);

  async function send(prompt: string, clientKey: string): Promise<boolean> {
    // While a build is under way the prompt waits for it.
    const [way, other] = active === undefined ? [start, queue] : [queue, start];
    other.reset();
    const sent = await way.mutateAsync({ prompt, clientKey }).then(
      () => true,
      () => false,
    );
    if (sent) {
      // What was written while the prompt was on its way is the beginning of the next one.
      if (written.current.trim() === prompt) onDraft('');
      onSent();
    }
    return sent;
  }

  const { mutate } = cancel;
  const stop = useCallback(
    (buildId: string) => mutate(buildId, { onError: (error) => notifyProblem('The build was not cancelled', error) }),
    [mutate],
  );

  return (
    <div className={classes.root}>
      <header className={classes.head}>
        <AppName app={app} />
        <span className={classes.project}>{app.projectName}</span>
      </header>
      <Builds
        app={app}
        builds={builds}
        onShowVersion={onShowVersion}
        onCancel={app.can.edit ? stop : undefined}
        onAgain={app.can.edit ? onAgain : undefined}
      />
      <div className={classes.composer}>
        {active !== undefined && <NotifyOffer startedAt={active.createdAt} />}
        {app.followUp !== null && <FollowUpCard appId={app.id} followUp={app.followUp} building={active !== undefined} onEdit={onAgain} />}
        {notice}
        <Composer
          text={draft}
          projectId={app.projectId}
          focus={focus}
          onText={onDraft}
          onSend={send}
          sending={start.isPending || queue.isPending}
          error={active === undefined ? start.error : (queue.error ?? start.error)}
          blocked={app.can.edit ? null : 'You may look at this app but not change it. Ask its owner for the right to edit.'}
          {...(active === undefined ? hintOf(estimate) : { sendLabel: 'Send next', sendHint: nextHint(app) })}
          onCancel={active === undefined || !app.can.edit ? undefined : () => stop(active.id)}
          cancelling={
            cancel.isPending || (active !== undefined && cancel.isSuccess && cancel.variables === active.id && isFresh(cancel.submittedAt))
          }
          placeholder={builds.data?.length === 0 ? 'Describe the app: numbers, splits, charts, filters…' : 'Ask for a change…'}
        />
      </div>
    </div>
  );
}

/** The agent is stopped within five seconds; after twice that a person may ask again. */
const STOPPING_MS = 10_000;
const isFresh = (submittedAt: number) => Date.now() - submittedAt < STOPPING_MS;

const hintOf = (estimate: string | null) => (estimate === null ? {} : { sendHint: `Enter to send · ${estimate}` });

const nextHint = (app: App) => (app.followUp === null ? 'Starts when this build is ready' : 'Replaces the prompt that waits');

interface BuildsProps {
  app: App;
  builds: ReturnType<typeof useBuilds>;
  onShowVersion(version: number): void;
  onCancel?: ((buildId: string) => void) | undefined;
  onAgain?: ((prompt: string) => void) | undefined;
}

function Builds({ app, builds, onShowVersion, onCancel, onAgain }: BuildsProps) {
  const { fetchNextPage } = builds;
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  if (builds.data !== undefined && builds.data.length > 0) {
    const earlier = {
      more: builds.hasNextPage,
      loading: builds.isFetchingNextPage,
      error: builds.isFetchNextPageError ? builds.error : null,
      onMore,
    };
    return <Conversation builds={builds.data} earlier={earlier} onShowVersion={onShowVersion} onCancel={onCancel} onAgain={onAgain} />;
  }
  return (
    <div className={classes.fill}>
      {builds.isPending && <LoadingConversation onRetry={() => void builds.refetch()} />}
      {builds.isError && builds.data === undefined && (
        <Problem
          title="The conversation could not be loaded"
          error={builds.error}
          onRetry={() => void builds.refetch()}
          retrying={builds.isFetching}
        />
      )}
      {builds.data?.length === 0 && (
        <Empty icon={<IconSparkles size={24} />} title="Nothing was asked yet">
          Write below what you want to see. You can change it afterwards, one sentence at a time.
        </Empty>
      )}
      {builds.data?.length === 0 && onAgain !== undefined && <Examples projectId={app.projectId} waiting={false} onPick={onAgain} />}
    </div>
  );
}
