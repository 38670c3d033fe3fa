import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import { type Build, BuildEvents } from '#lib/contracts/build.ts';
import type { BuildEvent } from '#lib/contracts/build-event.ts';
import { ApiError, api } from './api.ts';
import { foldEvents } from './build-reducer.ts';
import { followBuild, type StreamState } from './build-stream.ts';
import { createEventBatch } from './event-batch.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';
import { EMPTY_TRANSCRIPT, type Transcript } from './transcript.ts';

/** A build that began so long ago has a log worth reading in one piece before its stream is followed. */
const SNAPSHOT_AFTER_MS = 3_000;

export interface LiveTranscript {
  /** Null until the first event. */
  transcript: Transcript | null;
  state: StreamState;
  error: Error | null;
  /** Connects again, now. */
  retry(): void;
}

interface Folded {
  buildId: string;
  transcript: Transcript;
}

const fold = (before: Folded | null, { buildId, events }: { buildId: string; events: BuildEvent[] }): Folded => ({
  buildId,
  transcript: foldEvents(before?.buildId === buildId ? before.transcript : EMPTY_TRANSCRIPT, events),
});

/** The transcript of a build as it is made. Once the build has ended, its transcript is what the stored log gives, too. */
export function useLiveTranscript(build: Build | null): LiveTranscript {
  const client = useQueryClient();
  const [folded, add] = useReducer(fold, null);
  const [state, setState] = useState<StreamState>('connecting');
  const [error, setError] = useState<ApiError | null>(null);
  const [attempt, retry] = useReducer((count: number) => count + 1, 0);
  const last = useRef<{ buildId: string; seq: number } | null>(null);
  const buildId = build?.id ?? null;
  const createdAt = build?.createdAt ?? '';
  const transcript = folded !== null && folded.buildId === buildId ? folded.transcript : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is how a person asks for one more try
  useEffect(() => {
    if (buildId === null) return;
    const stop = new AbortController();
    const batch = createEventBatch((events) => add({ buildId, events }));
    const onEvent = (event: BuildEvent) => {
      last.current = { buildId, seq: event.seq };
      batch.add(event);
      if (event.kind === 'done') void client.invalidateQueries({ queryKey: keys.apps });
    };
    const known = () => (last.current?.buildId === buildId ? last.current.seq : -1);
    setError(null);
    const follow = async () => {
      if (known() < 0 && Date.now() - Date.parse(createdAt) > SNAPSHOT_AFTER_MS) await readSnapshot(buildId, stop.signal, onEvent);
      batch.flush();
      await followBuild({ buildId, signal: stop.signal, after: known(), onState: setState, onEvent });
    };
    follow().catch((thrown: ApiError) => {
      if (!stop.signal.aborted) setError(thrown);
    });
    return () => {
      stop.abort();
      batch.flush();
    };
  }, [buildId, createdAt, client, attempt]);

  useEffect(() => {
    if (buildId !== null && transcript?.done) client.setQueryData(keys.buildEvents(buildId), transcript);
  }, [client, buildId, transcript]);

  return { transcript, state, error, retry };
}

/** The log so far in one answer. What hinders it now hinders the stream too, which tries again by itself. */
async function readSnapshot(buildId: string, signal: AbortSignal, onEvent: (event: BuildEvent) => void): Promise<void> {
  try {
    const { items } = await api(BuildEvents, apiPath('builds', buildId, 'events'), { signal });
    for (const event of items) onEvent(event);
  } catch (thrown) {
    if (!signal.aborted && thrown instanceof ApiError) console.warn('The log could not be read in one piece; it is followed.', thrown);
    else if (!signal.aborted) throw thrown;
  }
}
