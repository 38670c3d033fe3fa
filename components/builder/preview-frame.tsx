import { Button } from '@mantine/core';
import { IconHandStop, IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import type { AboutNumber } from '#lib/client/answered-queries.ts';
import type { AppProblems } from '#lib/client/app-problems.ts';
import type { AppFile } from '#lib/client/bridge-session.ts';
import { formatBytes } from '#lib/client/format.ts';
import { safeFileName, saveFile } from '#lib/client/save-file.ts';
import { previewAddress, usePreviewToken } from '#lib/client/use-preview.ts';
import { AboutNumberLater } from './about-later.tsx';
import { Furnace } from './furnace.tsx';
import classes from './preview-frame.module.css';
import { useBridge } from './use-bridge.ts';

interface PreviewFrameProps {
  appId: string;
  projectId: string;
  version: number;
  onReload(): void;
  /** Hears of all rows that the app is given when they were read from the warehouse, in milliseconds since 1970. */
  onRead?: ((readAt: number) => void) | undefined;
  /** Hears what goes wrong in the app, where somebody can mend it. */
  problems?: Pick<AppProblems, 'opened' | 'report' | 'reportMore' | 'settled'>;
}

const SLOW_MS = 15_000;

/** A version, running: first its address, then the frame, then the app's own greeting. */
export function PreviewFrame({ appId, projectId, version, onReload, onRead, problems }: PreviewFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const token = usePreviewToken(appId, version);
  const [connected, setConnected] = useState(false);
  const [about, setAbout] = useState<AboutNumber | null>(null);
  const [file, setFile] = useState<AppFile | null>(null);
  const [paused, setPaused] = useState<string | null>(null);
  const loads = useRef(0);
  // The frame is made anew for each version and reload: what loads in it a second time, the app brought there.
  const onLoad = () => {
    loads.current += 1;
    if (loads.current > 1) setPaused('It left its own page.');
  };
  const slow = useSlow(!connected && token.isSuccess);
  useBridge(frame, appId, version, {
    onConnected: () => {
      setConnected(true);
      problems?.opened(version);
    },
    onRead: (readAt) => onRead?.(readAt),
    onSettled: () => problems?.settled(version),
    onProblem: (problem) => problems?.report(version, problem),
    onMoreProblems: () => problems?.reportMore(version),
    onAbout: setAbout,
    // One question at a time: what is asked while it stands is dropped.
    onFile: (next) => setFile((now) => now ?? next),
    onMisbehaved: setPaused,
  });

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
  if (paused !== null) {
    return (
      <Stopped title="This app was paused" onReload={onReload}>
        {paused} To keep this page usable, the app is no longer running. Reload it. If it happens again, its author can ask for a repair in
        the builder.
      </Stopped>
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
          onLoad={onLoad}
          src={previewAddress(token.data.url, window.location.origin)}
        />
      )}
      {!connected && (
        <div className={classes.cover}>
          {slow ? (
            <Stopped title={`Version ${version} has not answered`} onReload={onReload}>
              Its page was requested {SLOW_MS / 1000} seconds ago and the app in it has not started. Reload it. If that does not help, its
              author can open another version or ask for a repair in the builder.
            </Stopped>
          ) : (
            <Furnace title={`Opening version ${version}`} text="Loading the app and its data" />
          )}
        </div>
      )}
      {file !== null && <FileQuestion file={file} onClose={() => setFile(null)} />}
      <AboutNumberLater appId={appId} projectId={projectId} about={about} onClose={() => setAbout(null)} />
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

function Stopped({ title, onReload, children }: { title: string; onReload(): void; children: ReactNode }) {
  return (
    <div className={classes.center}>
      <div className={classes.noAnswer} role="alert">
        <p className={classes.title}>{title}</p>
        <p className={classes.text}>{children}</p>
        <Button size="compact-md" variant="default" leftSection={<IconRefresh size={15} />} onClick={onReload}>
          Reload the app
        </Button>
      </div>
    </div>
  );
}

/** An app saves nothing that nobody asked for: the viewer decides. */
function FileQuestion({ file, onClose }: { file: AppFile; onClose(): void }) {
  const name = safeFileName(file.filename, file.mime);
  return (
    <div className={classes.question} role="alert">
      <IconHandStop size={18} className={classes.icon} aria-hidden />
      <p className={classes.questionText}>
        The app wants to save <strong>{name}</strong> ({formatBytes(file.text.length)}).
      </p>
      <Button size="compact-sm" variant="default" onClick={onClose}>
        Do not save
      </Button>
      <Button
        size="compact-sm"
        onClick={() => {
          saveFile(file);
          onClose();
        }}
      >
        Save
      </Button>
    </div>
  );
}
