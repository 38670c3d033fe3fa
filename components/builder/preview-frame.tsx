import { Button, CloseButton } from '@mantine/core';
import { IconRefresh, IconTool } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import { previewAddress, usePreviewToken } from '#lib/client/use-preview.ts';
import { Furnace } from './furnace.tsx';
import classes from './preview-frame.module.css';
import { useBridge } from './use-bridge.ts';

interface PreviewFrameProps {
  appId: string;
  version: number;
  onReload(): void;
  /** Puts a prompt about an error of the app into the composer; absent for people who may not edit. */
  onFix?: ((message: string) => void) | undefined;
}

const SLOW_MS = 15_000;

/** A version, running: first its address, then the frame, then the app's own greeting. */
export function PreviewFrame({ appId, version, onReload, onFix }: PreviewFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const token = usePreviewToken(appId, version);
  const [connected, setConnected] = useState(false);
  const [appError, setAppError] = useState<string | null>(null);
  const slow = useSlow(!connected && token.isSuccess);
  useBridge(frame, appId, version, { onConnected: () => setConnected(true), onAppError: setAppError });

  if (token.isError) {
    return (
      <div className={classes.center}>
        <Problem
          title="The preview could not be opened"
          error={token.error}
          onRetry={() => void token.refetch()}
          retrying={token.isFetching}
        />
      </div>
    );
  }
  return (
    <div className={classes.root}>
      {token.isSuccess && (
        <iframe
          ref={frame}
          title="App preview"
          className={classes.frame}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
          src={previewAddress(token.data.url, window.location.origin)}
        />
      )}
      {!connected && (
        <div className={classes.cover}>
          {slow ? (
            <NoAnswer version={version} onReload={onReload} />
          ) : (
            <Furnace title={`Opening version ${version}`} text="Loading the app and its data" />
          )}
        </div>
      )}
      {appError !== null && <AppErrorBar message={appError} onClose={() => setAppError(null)} onFix={onFix} />}
    </div>
  );
}

function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return slow;
}

function NoAnswer({ version, onReload }: { version: number; onReload(): void }) {
  return (
    <div className={classes.noAnswer} role="alert">
      <p className={classes.title}>Version {version} has not answered</p>
      <p className={classes.text}>
        Its page was requested {SLOW_MS / 1000} seconds ago and the app in it has not started. Reload it; if that does not help, open
        another version or ask for a repair.
      </p>
      <Button size="compact-md" variant="default" leftSection={<IconRefresh size={15} />} onClick={onReload}>
        Reload the app
      </Button>
    </div>
  );
}

function AppErrorBar({ message, onClose, onFix }: { message: string; onClose(): void; onFix: PreviewFrameProps['onFix'] }) {
  return (
    <div className={classes.error} role="alert">
      <p className={classes.errorText}>
        <strong>The app reported an error.</strong> {message}
      </p>
      {onFix !== undefined && (
        <Button size="compact-sm" variant="default" leftSection={<IconTool size={14} />} onClick={() => onFix(message)}>
          Fix this
        </Button>
      )}
      <CloseButton aria-label="Close the error" onClick={onClose} />
    </div>
  );
}
