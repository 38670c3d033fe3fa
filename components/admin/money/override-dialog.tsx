import { Button, NumberInput, Select, Switch, Textarea } from '@mantine/core';
import { type RefObject, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { api } from '#lib/client/api.ts';
import { formatUsd } from '#lib/client/format.ts';
import { Budget } from '#lib/contracts/budgets.ts';
import classes from './budgets-page.module.css';
import { useMoneyChange } from './use-money-change.ts';
import { PERIOD_WORDS } from './words.ts';

interface OverrideDialogProps {
  /** Null: closed. */
  budget: Budget | null;
  opener: RefObject<HTMLElement | null>;
  onClose(): void;
}

const HOURS = [
  { value: '1', label: 'For an hour' },
  { value: '8', label: 'For eight hours' },
  { value: '24', label: 'For a day' },
  { value: '168', label: 'For a week' },
];

/** Break-glass: another limit, or none, for a time and with a reason. */
export function OverrideDialog({ budget, opener, onClose }: OverrideDialogProps) {
  return (
    <Dialog opened={budget !== null} onClose={onClose} opener={opener} title={`Override the budget of ${budget?.scope.name ?? ''}`}>
      {budget !== null && <Form budget={budget} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ budget, onClose }: { budget: Budget; onClose(): void }) {
  const [unlimited, setUnlimited] = useState(false);
  const [limit, setLimit] = useState<number | string>(budget.limitUsd * 2);
  const [hours, setHours] = useState('8');
  const [reason, setReason] = useState('');
  const path = `/api/admin/budgets/${encodeURIComponent(budget.id)}/override`;
  const override = useMoneyChange(
    'The override is in force.',
    () => {
      const until = new Date(Date.now() + Number(hours) * 3_600_000).toISOString();
      return api(Budget, path, { method: 'POST', body: { limitUsd: unlimited ? null : limit, until, reason } });
    },
    onClose,
  );
  const end = useMoneyChange('The budget holds again.', () => api(Budget, path, { method: 'DELETE' }), onClose);
  const problem = override.error ?? end.error;
  const ready = reason.trim().length >= 5 && (unlimited || typeof limit === 'number');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) override.mutate(undefined);
      }}
    >
      <p className={classes.text}>
        The limit of {formatUsd(budget.limitUsd)} {PERIOD_WORDS[budget.period]} is put aside for a time. Builds that it stopped can be
        started again. The audit log keeps who did it, and why.
      </p>
      <div className={classes.row}>
        <NumberInput
          label="Limit until then, in USD"
          prefix="$"
          min={0}
          max={10_000_000}
          decimalScale={6}
          value={unlimited ? '' : limit}
          onChange={setLimit}
          disabled={unlimited}
        />
        <Select label="How long" data={HOURS} value={hours} allowDeselect={false} onChange={(value) => value !== null && setHours(value)} />
      </div>
      <Switch label="No limit at all" checked={unlimited} onChange={(event) => setUnlimited(event.currentTarget.checked)} />
      <Textarea
        label="Reason"
        placeholder="Quarter close: the board needs its numbers today"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autosize
        minRows={2}
        data-autofocus
      />
      {problem !== null && <Problem title="The override was not changed" error={problem} />}
      <div className={classes.buttons}>
        {budget.override !== null && (
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)}>
            End the override
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" color="ember" disabled={!ready} loading={override.isPending}>
          Override
        </Button>
      </div>
    </form>
  );
}
