import { MantineProvider, Switch } from '@mantine/core';
import { type ComponentType, useEffect, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { theBridge } from './runtime.ts';
import { watchSettled } from './settled.ts';
import { theme } from './theme.ts';

/** Puts the app on the page: theme of the host, error boundary. Called once, by `main.tsx`. */
export function startApp(App: ComponentType): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(<Root App={App} />);
}

function Root({ App }: { App: ComponentType }) {
  const bridge = theBridge();
  const colorScheme = useSyncExternalStore(bridge.subscribe, bridge.colorScheme);
  useEffect(() => watchSettled(bridge), [bridge]);
  return (
    <MantineProvider theme={theme} forceColorScheme={colorScheme}>
      {bridge.standalone && <StandaloneBanner />}
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </MantineProvider>
  );
}

function StandaloneBanner() {
  const bridge = theBridge();
  const sample = useSyncExternalStore(bridge.subscribe, bridge.sampleData);
  return (
    <div className="gw-banner" role="status">
      <span>{sample ? 'These numbers are made up.' : 'Not connected to Glassworks: there is no data here.'}</span>
      <Switch size="xs" label="Show sample data" checked={sample} onChange={(event) => bridge.setSampleData(event.currentTarget.checked)} />
    </div>
  );
}
