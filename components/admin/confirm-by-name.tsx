import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Problem } from '#components/ui/problem.tsx';
import classes from './confirm-by-name.module.css';

interface ConfirmByNameProps {
  opened: boolean;
  opener: RefObject<HTMLElement | null>;
  title: string;
  /** What has to be typed. */
  name: string;
  /** The word on the button. */
  action: string;
  /** What will happen. */
  children: ReactNode;
  onClose: () => void;
  /** Its failure is told in the dialog, which stays open. */
  onConfirm: () => Promise<void>;
}

/** Asks for the name of what is about to be destroyed. */
export function ConfirmByName({ opened, opener, title, name, action, children, onClose, onConfirm }: ConfirmByNameProps) {
  const [typed, setTyped] = useState('');
  const confirm = useMutation({ mutationFn: onConfirm });
  const close = () => {
    setTyped('');
    confirm.reset();
    onClose();
  };
  const matches = typed.trim() === name;
  return (
    <Dialog opened={opened} opener={opener} title={title} onClose={close}>
      <form
        className={classes.root}
        onSubmit={(event) => {
          event.preventDefault();
          if (matches) confirm.mutate(undefined, { onSuccess: close });
        }}
      >
        <p className={classes.text}>{children}</p>
        <TextInput
          label={
            <>
              To go on, type <strong>{name}</strong>
            </>
          }
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        {confirm.isError && <Problem title="It was not done" error={confirm.error} />}
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={!matches} loading={confirm.isPending}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
