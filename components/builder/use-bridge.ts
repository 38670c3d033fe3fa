import { useComputedColorScheme } from '@mantine/core';
import { type RefObject, useEffect, useRef } from 'react';
import type { AboutNumber } from '#lib/client/answered-queries.ts';
import { createAppQueries } from '#lib/client/app-queries.ts';
import { type BridgeHost, startBridgeHost } from '#lib/client/bridge-host.ts';
import type { AppFile, AppProblem } from '#lib/client/bridge-session.ts';
import { createDownloadGate } from '#lib/client/download-gate.ts';
import { gestureWithin } from '#lib/client/gesture.ts';
import { saveFile } from '#lib/client/save-file.ts';

interface AppEvents {
  onConnected(): void;
  /** Rows were handed to the app; `readAt` is when they were read from the warehouse, in milliseconds since 1970. */
  onRead(readAt: number): void;
  onSettled(): void;
  onProblem(problem: AppProblem): void;
  onMoreProblems(): void;
  onAbout(about: AboutNumber): void;
  /** A file that the viewer has to be asked about. */
  onFile(file: AppFile): void;
  onMisbehaved(reason: string): void;
}

/** Answers the app in a frame, as the person who looks at it, for this app and version only. */
export function useBridge(frame: RefObject<HTMLIFrameElement | null>, appId: string, version: number, events: AppEvents): void {
  const colorScheme = useComputedColorScheme('light');
  const scheme = useRef(colorScheme);
  const latest = useRef(events);
  const host = useRef<BridgeHost | null>(null);
  useEffect(() => {
    latest.current = events;
  });

  useEffect(() => {
    const queries = createAppQueries(appId, version);
    const downloads = createDownloadGate(() => performance.now());
    host.current = startBridgeHost({
      frame: () => frame.current?.contentWindow ?? null,
      colorScheme: () => scheme.current,
      runQuery: async (query, signal) => {
        const result = await queries.run(query, signal);
        latest.current.onRead(Date.now() - result.cache.ageMs);
        return result;
      },
      onConnected: () => latest.current.onConnected(),
      onSettled: () => latest.current.onSettled(),
      onProblem: (problem) => latest.current.onProblem(problem),
      onMoreProblems: () => latest.current.onMoreProblems(),
      onAbout: async (about) => {
        if (await gestureWithin(frame.current)) latest.current.onAbout(about);
      },
      onDownload: async (file) => {
        if (downloads.next(await gestureWithin(frame.current)) === 'save') saveFile(file);
        else latest.current.onFile(file);
      },
      onMisbehaved: (reason) => latest.current.onMisbehaved(reason),
    });
    return () => host.current?.stop();
  }, [frame, appId, version]);

  useEffect(() => {
    scheme.current = colorScheme;
    host.current?.setColorScheme(colorScheme);
  }, [colorScheme]);
}
