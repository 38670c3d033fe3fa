import { Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { type RefObject, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { api } from '#lib/client/api.ts';
import { PriceLines } from '#lib/contracts/prices.ts';
import classes from './budgets-page.module.css';
import { KINDS, RATE_WORDS } from './price-words.ts';
import { useMoneyChange } from './use-money-change.ts';

interface PriceDialogProps {
  opened: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose(): void;
}

type Kind = keyof typeof RATE_WORDS;

/** A price that holds from a day on. Another one for the same name and day replaces it. */
export function PriceDialog({ opened, opener, onClose }: PriceDialogProps) {
  return (
    <Dialog opened={opened} onClose={onClose} opener={opener} title="New price">
      {opened && <Form onClose={onClose} />}
    </Dialog>
  );
}

function Form({ onClose }: { onClose(): void }) {
  const [kind, setKind] = useState<Kind>('model');
  const [name, setName] = useState('');
  const [from, setFrom] = useState(() => new Date().toISOString().slice(0, 10));
  const [rates, setRates] = useState<Readonly<Record<string, number | string>>>({});
  const wanted = Object.keys(RATE_WORDS[kind]);
  const ready = name.trim() !== '' && from !== '' && wanted.every((rate) => typeof rates[rate] === 'number');
  const save = useMoneyChange(
    'The price is in the table.',
    () => {
      const body = { kind, name: name.trim(), from, rates: Object.fromEntries(wanted.map((rate) => [rate, rates[rate]])) };
      return api(PriceLines, '/api/admin/prices', { method: 'PUT', body });
    },
    onClose,
  );
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) save.mutate(undefined);
      }}
    >
      <SegmentedControl
        aria-label="Kind"
        fullWidth
        data={KINDS.map(({ kind: value, title }) => ({ value, label: title }))}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
      />
      <p className={classes.text}>{KINDS.find((one) => one.kind === kind)?.note}</p>
      <div className={classes.row}>
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <TextInput label="From (UTC)" type="date" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        {Object.entries(RATE_WORDS[kind]).map(([rate, label]) => (
          <NumberInput
            key={rate}
            label={label}
            prefix="$"
            min={0}
            max={10_000}
            decimalScale={6}
            value={rates[rate] ?? ''}
            onChange={(value) => setRates((before) => ({ ...before, [rate]: value }))}
          />
        ))}
      </div>
      {save.isError && <Problem title="The price was not saved" error={save.error} />}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={!ready} loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
