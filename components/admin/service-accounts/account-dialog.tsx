import { Button, TextInput } from '@mantine/core';
import { type RefObject, useState } from 'react';
import { TokenList } from '#components/account/token-list.tsx';
import { TokenMaker } from '#components/account/token-maker.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { useRoles } from '#lib/client/use-admin-people.ts';
import {
  useAccountTokens,
  useCreateAccountToken,
  useDeleteAccountToken,
  useDeleteServiceAccount,
  useUpdateServiceAccount,
} from '#lib/client/use-service-accounts.ts';
import type { ServiceAccount } from '#lib/contracts/service-accounts.ts';
import classes from './service-accounts.module.css';

interface AccountDialogProps {
  account: ServiceAccount;
  opened: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose(): void;
}

/** Tokens of an account, and its end. */
export function AccountDialog({ account, opened, opener, onClose }: AccountDialogProps) {
  const tokens = useAccountTokens(account.id);
  const create = useCreateAccountToken(account.id);
  const remove = useDeleteAccountToken(account.id);
  const roles = useRoles();
  const allowed = new Set(roles.data?.items.find(({ id }) => id === account.role)?.scopes ?? []);
  const scopes = (roles.data?.scopes ?? []).filter(({ id }) => allowed.has(id));
  return (
    <Dialog opened={opened} onClose={onClose} title={account.name} opener={opener} size="lg">
      <section className={classes.section} aria-label="Tokens">
        <TokenMaker create={create} scopes={scopes} />
        <TokenList tokens={tokens} remove={remove} none="It has no tokens yet." />
      </section>
      <State account={account} onClose={onClose} />
    </Dialog>
  );
}

function State({ account, onClose }: { account: ServiceAccount; onClose(): void }) {
  const update = useUpdateServiceAccount(account.id);
  const remove = useDeleteServiceAccount(account.id);
  const [typed, setTyped] = useState('');
  const toggle = () =>
    update.mutate(
      { disabled: !account.disabled },
      {
        onSuccess: () => {
          notifyDone(account.disabled ? `${account.name} works again.` : `${account.name} and its tokens stopped.`);
          onClose();
        },
        onError: (error) => notifyProblem(`${account.name} was not changed`, error),
      },
    );
  const destroy = () =>
    remove.mutate(undefined as never, {
      onSuccess: () => {
        notifyDone(`${account.name} was deleted.`);
        onClose();
      },
      onError: (error) => notifyProblem(`${account.name} was not deleted`, error),
    });
  return (
    <section className={classes.section} aria-label="State">
      <div>
        <Button variant="default" loading={update.isPending} onClick={toggle}>
          {account.disabled ? 'Enable' : 'Disable'}
        </Button>
      </div>
      <form
        className={classes.destroy}
        onSubmit={(event) => {
          event.preventDefault();
          destroy();
        }}
      >
        <TextInput
          className={classes.grow}
          label={`To delete it with its tokens, type ${account.name}`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" color="red" variant="light" disabled={typed !== account.name} loading={remove.isPending}>
          Delete
        </Button>
      </form>
    </section>
  );
}
