import { useComputedColorScheme } from '@mantine/core';
import { type RefObject, useEffect, useRef } from 'react';
import { type BridgeHost, startBridgeHost } from '#lib/client/bridge-host.ts';
import { saveFile } from '#lib/client/save-file.ts';
import { runAppQuery } from '#lib/client/use-preview.ts';

interface BridgeEvents {
  onConnected(): void;
  onAppError(message: string): void;
}

/** Answers the app in a frame, as the person who looks at it, for this app and version only. */
export function useBridge(frame: RefObject<HTMLIFrameElement | null>, appId: string, version: number, events: BridgeEvents): void {
  const colorScheme = useComputedColorScheme('light');
  const scheme = useRef(colorScheme);
  const latest = useRef(events);
  const host = useRef<BridgeHost | null>(null);
  useEffect(() => {
    latest.current = events;
  });

  useEffect(() => {
    host.current = startBridgeHost({
      frame: () => frame.current?.contentWindow ?? null,
      colorScheme: () => scheme.current,
      runQuery: (query, signal) => runAppQuery(appId, version, query, signal),
      onConnected: () => latest.current.onConnected(),
      onSettled: () => latest.current.onConnected(),
      onAppError: (error) => latest.current.onAppError(error.message),
      onDownload: saveFile,
    });
    return () => host.current?.stop();
  }, [frame, appId, version]);

  useEffect(() => {
    scheme.current = colorScheme;
    host.current?.setColorScheme(colorScheme);
  }, [colorScheme]);
}
