import { Button, TextInput } from '@mantine/core';
import { type RefObject, useState } from 'react';
import { z } from 'zod';
import { Dialog } from '#components/ui/dialog.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { api } from '#lib/client/api.ts';
import type { Budget } from '#lib/contracts/budgets.ts';
import classes from './budgets-page.module.css';
import { useMoneyChange } from './use-money-change.ts';

interface DeleteBudgetProps {
  /** Null: closed. */
  budget: Budget | null;
  opener: RefObject<HTMLElement | null>;
  onClose(): void;
}

const Deleted = z.object({ ok: z.literal(true) });

/** Asks for the name before a limit is gone. */
export function DeleteBudget({ budget, opener, onClose }: DeleteBudgetProps) {
  return (
    <Dialog opened={budget !== null} onClose={onClose} opener={opener} title="Delete this budget?">
      {budget !== null && <Form budget={budget} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ budget, onClose }: { budget: Budget; onClose(): void }) {
  const [typed, setTyped] = useState('');
  const { name } = budget.scope;
  const path = `/api/admin/budgets/${encodeURIComponent(budget.id)}`;
  const remove = useMoneyChange('The budget was deleted.', () => api(Deleted, path, { method: 'DELETE' }), onClose);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === name) remove.mutate(undefined);
      }}
    >
      <p className={classes.text}>What it stopped can go on at once. What was spent stays in the ledger.</p>
      <TextInput
        label={`Write “${name}” to delete it`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
      {remove.isError && <Problem title="The budget was not deleted" error={remove.error} />}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" color="red" disabled={typed !== name} loading={remove.isPending}>
          Delete
        </Button>
      </div>
    </form>
  );
}
