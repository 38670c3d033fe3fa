import type { RefObject } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Later, lazyPart } from '#components/ui/later.tsx';

const SpaceForm = lazyPart(() => import('./space-form.tsx').then((part) => part.SpaceForm));

interface NewSpaceProps {
  opened: boolean;
  onClose(): void;
  opener: RefObject<HTMLElement | null>;
}

/** Makes a space. */
export function NewSpace(props: NewSpaceProps) {
  return (
    <Dialog {...props} title="New space">
      <Later label="Opening the form">
        <SpaceForm space={null} onDone={props.onClose} />
      </Later>
    </Dialog>
  );
}
