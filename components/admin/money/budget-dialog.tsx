import { Button, MultiSelect, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { type RefObject, useEffect, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { api } from '#lib/client/api.ts';
import { Budget, type BudgetInput, type ScopeKind } from '#lib/contracts/budgets.ts';
import classes from './budgets-page.module.css';
import { ScopeSelect } from './scope-select.tsx';
import { useMoneyChange } from './use-money-change.ts';
import { choices, PERIOD_WORDS, RESOURCE_WORDS, SCOPE_WORDS } from './words.ts';

interface BudgetDialogProps {
  opened: boolean;
  /** Null: a new one. */
  budget: Budget | null;
  opener: RefObject<HTMLElement | null>;
  onClose(): void;
}

interface Values extends Omit<BudgetInput, 'scope' | 'limitUsd'> {
  kind: ScopeKind;
  scopeId: string | null;
  limitUsd: number | string;
}

const NEW: Values = {
  kind: 'org',
  scopeId: null,
  resource: 'total',
  limitUsd: '',
  period: 'month',
  action: 'block',
  notifyAtPercent: [80, 100],
};
const PERCENTS = ['25', '50', '75', '80', '90', '95', '100'];

/** A new budget, or another limit for one. */
export function BudgetDialog({ opened, budget, opener, onClose }: BudgetDialogProps) {
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      opener={opener}
      title={budget === null ? 'New budget' : `Change the budget of ${budget.scope.name}`}
    >
      {opened && <Form key={budget?.id ?? 'new'} budget={budget} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ budget, onClose }: { budget: Budget | null; onClose(): void }) {
  const [values, setValues] = useState<Values>(budget === null ? NEW : { ...NEW, ...budget, kind: budget.scope.kind, scopeId: null });
  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  const save = useMoneyChange(budget === null ? 'The budget is in force.' : 'The budget was changed.', () => send(budget, values), onClose);
  const { reset } = save;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was refused is mended by any change
  useEffect(() => reset(), [values]);
  const ready = typeof values.limitUsd === 'number' && (budget !== null || values.kind === 'org' || values.scopeId !== null);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) save.mutate(undefined);
      }}
    >
      {budget === null && (
        <div className={classes.row}>
          <Select
            label="Whose"
            data={choices(SCOPE_WORDS)}
            value={values.kind}
            allowDeselect={false}
            onChange={(kind) => kind !== null && set({ kind: kind as ScopeKind, scopeId: null })}
            data-autofocus
          />
          {values.kind !== 'org' && (
            <ScopeSelect key={values.kind} kind={values.kind} value={values.scopeId} onChange={(scopeId) => set({ scopeId })} />
          )}
        </div>
      )}
      <Select
        label="For"
        data={choices(RESOURCE_WORDS)}
        value={values.resource}
        allowDeselect={false}
        onChange={(resource) => resource !== null && set({ resource: resource as Values['resource'] })}
      />
      <div className={classes.row}>
        <NumberInput
          label="Limit in USD"
          prefix="$"
          min={0}
          max={10_000_000}
          decimalScale={6}
          value={values.limitUsd}
          onChange={(limitUsd) => set({ limitUsd })}
          required
          withAsterisk={false}
        />
        <Select
          label="In"
          data={choices(PERIOD_WORDS)}
          value={values.period}
          allowDeselect={false}
          onChange={(period) => period !== null && set({ period: period as Values['period'] })}
        />
      </div>
      <SegmentedControl
        aria-label="When it is used up"
        fullWidth
        data={[
          { value: 'block', label: 'Stop what costs' },
          { value: 'warn', label: 'Only warn' },
        ]}
        value={values.action}
        onChange={(action) => set({ action: action as Values['action'] })}
      />
      <MultiSelect
        label="Tell administrators when this share is spent"
        data={PERCENTS.map((value) => ({ value, label: `${value}%` }))}
        value={values.notifyAtPercent.map(String)}
        onChange={(list) => set({ notifyAtPercent: list.map(Number) })}
      />
      {save.isError && <Problem title="The budget was not saved" error={save.error} />}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={!ready} loading={save.isPending}>
          {budget === null ? 'Make the budget' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

function send(budget: Budget | null, { kind, scopeId, resource, limitUsd, period, action, notifyAtPercent }: Values) {
  const change = { resource, limitUsd, period, action, notifyAtPercent };
  if (budget !== null) return api(Budget, `/api/admin/budgets/${encodeURIComponent(budget.id)}`, { method: 'PATCH', body: change });
  const scope = scopeId === null ? { kind } : { kind, id: scopeId };
  return api(Budget, '/api/admin/budgets', { method: 'POST', body: { scope, ...change } });
}
