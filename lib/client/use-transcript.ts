import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import { type Build, BuildEvents } from '#lib/contracts/build.ts';
import type { BuildEvent } from '#lib/contracts/build-event.ts';
import { type ApiError, api } from './api.ts';
import { foldEvents } from './build-reducer.ts';
import { followBuild, type StreamState } from './build-stream.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';
import { EMPTY_TRANSCRIPT, type Transcript } from './transcript.ts';
import { isActive } from './use-builds.ts';

export interface TranscriptView {
  transcript: Transcript;
  state: StreamState | 'loading';
  error: Error | null;
  retry(): void;
}

/** The transcript of a build: followed live while the build is on its way, read once when it has ended. */
export function useTranscript(build: Build, enabled = true): TranscriptView {
  // A build that was followed live stays on its live transcript when it ends, so that nothing is drawn twice.
  const [live] = useState(() => isActive(build));
  const followed = useLiveTranscript(build, live && enabled);
  const stored = useStoredTranscript(build.id, !live && enabled);
  return live ? followed : stored;
}

function useStoredTranscript(buildId: string, enabled: boolean): TranscriptView {
  const query = useQuery({
    queryKey: keys.buildEvents(buildId),
    queryFn: async ({ signal }) => {
      const { items } = await api(BuildEvents, apiPath('builds', buildId, 'events'), { signal });
      return foldEvents(EMPTY_TRANSCRIPT, items);
    },
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    transcript: query.data ?? EMPTY_TRANSCRIPT,
    state: query.isPending ? 'loading' : 'ended',
    error: query.error,
    retry: () => void query.refetch(),
  };
}

function useLiveTranscript(build: Build, enabled: boolean): TranscriptView {
  const client = useQueryClient();
  const [transcript, fold] = useReducer(foldEvents, EMPTY_TRANSCRIPT);
  const [state, setState] = useState<StreamState>('connecting');
  const [error, setError] = useState<ApiError | null>(null);
  const [attempt, retry] = useReducer((count: number) => count + 1, 0);
  const lastSeq = useRef(-1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is how a person asks for one more try
  useEffect(() => {
    if (!enabled) return;
    const stop = new AbortController();
    const batch = createBatch(fold);
    setError(null);
    followBuild({
      buildId: build.id,
      signal: stop.signal,
      after: lastSeq.current,
      onState: setState,
      onEvent(event) {
        lastSeq.current = event.seq;
        batch.add(event);
        if (event.kind === 'done') void client.invalidateQueries({ queryKey: keys.apps });
      },
    }).catch((thrown: ApiError) => setError(thrown));
    return () => {
      stop.abort();
      batch.flush();
    };
  }, [build.id, enabled, client, attempt]);

  return { transcript, state, error, retry };
}

/** Collects the events of one frame, so that a burst of deltas draws once. A hidden tab draws no frames: a timer stands in. */
function createBatch(fold: (events: BuildEvent[]) => void) {
  let waiting: BuildEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const events = waiting;
    waiting = [];
    if (events.length > 0) fold(events);
  };
  return {
    flush,
    add(event: BuildEvent) {
      waiting.push(event);
      timer ??= setTimeout(flush, 16);
    },
  };
}
