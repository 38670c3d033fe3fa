import type { RefObject } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Later, lazyPart } from '#components/ui/later.tsx';
import type { App } from '#lib/contracts/app.ts';

const AppAccessPanel = lazyPart(() => import('./app-access.tsx').then((part) => part.AppAccessPanel));

interface AppAccessDialogProps {
  app: App;
  opened: boolean;
  onClose(): void;
  opener: RefObject<HTMLElement | null>;
}

/** Who can see an app, and where it lies; its code comes when it is first opened. */
export function AppAccessDialog({ app, ...dialog }: AppAccessDialogProps) {
  return (
    <Dialog {...dialog} title={`Who can see “${app.name}”`} size="lg">
      <Later label="Opening who can see it">
        <AppAccessPanel app={app} />
      </Later>
    </Dialog>
  );
}
