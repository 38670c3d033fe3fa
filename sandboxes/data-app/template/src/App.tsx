import { AppShell, EmptyState } from '@glassworks/app';

export default function App() {
  return (
    <AppShell title="New app">
      <EmptyState title="Nothing here yet" message="Describe what you want to see, and it appears here." />
    </AppShell>
  );
}
