import { useQueries } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Build } from '#lib/contracts/build.ts';
import { logQuery } from './build-log.ts';
import type { StreamState } from './build-stream.ts';
import type { Turn } from './conversation-rows.ts';
import type { Transcript } from './transcript.ts';
import { isActive } from './use-builds.ts';
import { useLiveTranscript } from './use-live-transcript.ts';

/** So many of the newest turns show their work; older ones show it on demand. */
const UNFOLDED = 3;

export interface ConversationTurn extends Turn {
  /** How the transcript comes in; `ended` when nothing more will come. */
  stream: StreamState;
  error: Error | null;
  /** Reads the log again, or connects again. */
  retry(): void;
}

export interface Conversation {
  turns: ConversationTurn[];
  /** Shows the work of an older turn. */
  unfold(buildId: string): void;
}

/** The turns of a conversation with their transcripts: one followed live, the finished ones read when they are shown. */
export function useConversation(builds: readonly Build[]): Conversation {
  const [since] = useState(() => builds.at(-UNFOLDED)?.createdAt ?? '');
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const followed = useFollowed(builds);
  const live = useLiveTranscript(followed.build);
  const isOpen = (build: Build) => build.createdAt >= since || unfolded.has(build.id);
  const stored = builds.filter((build) => build.id !== followed.build?.id && isOpen(build));
  const logs = useStoredTranscripts(stored);
  const keep = useUnchanged();
  const unfold = useCallback((buildId: string) => setUnfolded((before) => new Set(before).add(buildId)), []);
  const turns = builds.map((build) => keep(turnOf(build)));
  return { turns, unfold };

  function turnOf(build: Build): ConversationTurn {
    const about = { build, open: isOpen(build), live: followed.ids.has(build.id) };
    if (build.id === followed.build?.id) {
      // The list may know of the end before the stream tells it.
      const running = live.transcript?.done == null && (isActive(build) || live.state !== 'ended') && live.error === null;
      return { ...about, ...live, running, broken: live.error !== null, stream: live.state };
    }
    const log = logs.get(build.id);
    return {
      ...about,
      transcript: log?.data ?? null,
      running: false,
      broken: log?.isError ?? false,
      stream: 'ended',
      error: log?.error ?? null,
      retry: () => void log?.refetch(),
    };
  }
}

/** Gives back the turn of the last time where nothing about it has changed, so that it is not drawn again. */
function useUnchanged(): (turn: ConversationTurn) => ConversationTurn {
  const known = useRef(new Map<string, ConversationTurn>());
  return (turn) => {
    const before = known.current.get(turn.build.id);
    const names = Object.keys(turn) as (keyof ConversationTurn)[];
    if (before !== undefined && names.every((name) => name === 'retry' || before[name] === turn[name])) return before;
    known.current.set(turn.build.id, turn);
    return turn;
  };
}

/** The build that is followed: the one under way, and after its end still the same until the next one begins. */
function useFollowed(builds: readonly Build[]): { build: Build | null; ids: ReadonlySet<string> } {
  const active = builds.findLast(isActive)?.id ?? null;
  const [ids, setIds] = useState<readonly string[]>([]);
  if (active !== null && ids.at(-1) !== active) setIds([...ids, active]);
  return { build: builds.find(({ id }) => id === ids.at(-1)) ?? null, ids: new Set(ids) };
}

interface Log {
  data: Transcript | undefined;
  error: Error | null;
  isError: boolean;
  refetch(): unknown;
}

/** Finished logs never change: each is read once. The newest comes first, alone, for it is what is in sight. */
function useStoredTranscripts(builds: readonly Build[]): Map<string, Log> {
  const newest = builds.at(-1)?.id;
  const [ready, setReady] = useState(false);
  const logs = useQueries({
    queries: builds.map(({ id }) => ({
      ...logQuery(id),
      enabled: ready || id === newest,
    })),
  });
  if (!ready && logs.at(-1)?.isPending === false) setReady(true);
  return new Map(builds.flatMap(({ id }, index) => (logs[index] === undefined ? [] : [[id, logs[index]]])));
}
