import { Button } from '@mantine/core';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { deviceName } from '#lib/client/device-name.ts';
import { formatAgo } from '#lib/client/format.ts';
import { useEndSessions, useSessions } from '#lib/client/use-sessions.ts';
import type { SessionLine } from '#lib/contracts/sessions.ts';
import classes from './sessions.module.css';

/** Where the person is signed in, and the way to end it. */
export function Sessions() {
  const sessions = useSessions();
  const end = useEndSessions();
  if (sessions.isPending) return <Waiting label="Loading your sessions" onRetry={() => void sessions.refetch()} />;
  if (sessions.data === undefined)
    return (
      <Problem
        title="Your sessions could not be loaded"
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
        retrying={sessions.isFetching}
      />
    );
  const others = sessions.data.filter(({ current }) => !current).length;
  const stop = (which: string, done: string) =>
    end.mutate(which, { onSuccess: () => notifyDone(done), onError: (error) => notifyProblem('The session was not ended', error) });
  return (
    <>
      <ul className={classes.list} aria-label="Your sessions">
        {sessions.data.map((session) => (
          <Line
            key={session.id}
            session={session}
            busy={end.isPending && end.variables === session.id}
            onEnd={() => stop(session.id, 'That session ended.')}
          />
        ))}
      </ul>
      {others > 1 && (
        <Button
          variant="default"
          loading={end.isPending && end.variables === 'others'}
          onClick={() => stop('others', 'You are signed in here only.')}
        >
          Sign out everywhere else
        </Button>
      )}
    </>
  );
}

function Line({ session, busy, onEnd }: { session: SessionLine; busy: boolean; onEnd(): void }) {
  const { current, ip, userAgent, lastSeenAt, createdAt } = session;
  const device = deviceName(userAgent);
  return (
    <li className={classes.line}>
      <div>
        <p className={classes.device}>
          {device}
          {current && <span className={classes.here}>this one</span>}
        </p>
        <p className={classes.facts}>
          {ip !== null && `From ${ip}, `}
          {ip === null ? 'S' : 's'}igned in {formatAgo(createdAt)}, used {formatAgo(lastSeenAt)}
        </p>
      </div>
      {!current && (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          onClick={onEnd}
          aria-label={`Sign out of ${device}, signed in ${formatAgo(createdAt)}`}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
