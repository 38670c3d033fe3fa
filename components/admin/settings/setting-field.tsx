import { Button, NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { SettingShown } from '#lib/contracts/settings.ts';
import classes from './settings-form.module.css';

/** A value that is not saved yet; null takes the stored one away. */
export type Given = string | number | boolean | null;

interface SettingFieldProps {
  setting: SettingShown;
  given: Given | undefined;
  /** `undefined`: as it is in force. */
  onChange: (value: Given | undefined) => void;
}

const ORIGINS = { env: 'From the environment', stored: 'Stored here', default: 'Default' };

/** One setting: what it does, whose word is in force, and the way to change it. */
export function SettingField({ setting, given, onChange }: SettingFieldProps) {
  const { label, about, variable, origin, editable, restart } = setting;
  const id = useId();
  const ids = { id, 'aria-describedby': `${id}-about` };
  return (
    <div className={classes.field}>
      <div>
        <label className={classes.label} htmlFor={editable ? id : undefined}>
          {label}
        </label>
        <p className={classes.about} id={`${id}-about`}>
          {about}
          {restart && editable && ' A change counts after a restart.'}
        </p>
        <p className={classes.origin}>
          <span data-origin={origin}>{given === null ? 'Default, once it is saved' : ORIGINS[origin]}</span>
          <code>{variable}</code>
          {origin === 'stored' && given !== null && (
            <Button size="compact-xs" variant="subtle" onClick={() => onChange(null)} aria-label={`Use the default of ${label}`}>
              Use the default
            </Button>
          )}
        </p>
      </div>
      {editable ? (
        <Control setting={setting} given={given} onChange={onChange} ids={ids} />
      ) : (
        <p className={classes.fixed}>{valueText(setting)}</p>
      )}
    </div>
  );
}

interface ControlProps extends SettingFieldProps {
  ids: { id: string; 'aria-describedby': string };
}

function Control(props: ControlProps) {
  switch (props.setting.kind) {
    case 'switch':
      return <OnOff {...props} />;
    case 'choice':
      return <Choice {...props} />;
    case 'secret':
      return <Secret {...props} />;
    case 'duration':
      return <Duration {...props} />;
    case 'number':
      return <Whole {...props} />;
    default:
      return <Words {...props} />;
  }
}

const textOf = ({ setting: { value }, given }: ControlProps): string =>
  given === undefined ? (typeof value === 'string' ? value : '') : (given?.toString() ?? '');

function OnOff({ setting, given, onChange, ids }: ControlProps) {
  const on = given === undefined ? setting.value === true : given === true;
  return <Switch {...ids} checked={on} onChange={({ currentTarget }) => onChange(currentTarget.checked)} label={on ? 'On' : 'Off'} />;
}

function Choice(props: ControlProps) {
  const { setting, onChange, ids } = props;
  return (
    <Select
      {...ids}
      data={setting.options ?? []}
      placeholder={setting.default ?? ''}
      value={textOf(props) || null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}

function Secret({ setting, given, onChange, ids }: ControlProps) {
  return (
    <PasswordInput
      {...ids}
      autoComplete="new-password"
      placeholder={secretText(setting.value)}
      value={typeof given === 'string' ? given : ''}
      onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
    />
  );
}

function Whole({ setting, given, onChange, ids }: ControlProps) {
  const value = given === undefined ? setting.value : given;
  return (
    <NumberInput
      {...ids}
      min={0}
      allowDecimal={false}
      placeholder={setting.default ?? ''}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

function Words(props: ControlProps) {
  const { setting, given, onChange, ids } = props;
  const text = textOf(props);
  if (setting.kind !== 'list') {
    return (
      <TextInput
        {...ids}
        placeholder={setting.default ?? ''}
        value={text}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  }
  return (
    <Textarea
      {...ids}
      autosize
      minRows={2}
      placeholder="One a line"
      value={given === undefined ? text.replaceAll(',', '\n') : text}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

const UNITS = [
  { value: '86400000', label: 'days' },
  { value: '3600000', label: 'hours' },
  { value: '60000', label: 'minutes' },
  { value: '1000', label: 'seconds' },
];
/** The largest unit in which it is a whole number. */
const unitOf = (ms: number): string => UNITS.find(({ value }) => ms % Number(value) === 0)?.value ?? '1000';

function Duration({ setting, given, onChange, ids }: ControlProps) {
  const ms = typeof given === 'number' ? given : typeof setting.value === 'number' ? setting.value : 0;
  const [unit, setUnit] = useState(unitOf(ms));
  return (
    <div className={classes.pair}>
      <NumberInput
        {...ids}
        min={0}
        value={ms / Number(unit)}
        onChange={(next) => typeof next === 'number' && onChange(Math.round(next * Number(unit)))}
      />
      <Select
        aria-label={`Unit of ${setting.label}`}
        data={UNITS}
        allowDeselect={false}
        value={unit}
        onChange={(next) => {
          if (next === null) return;
          onChange((ms / Number(unit)) * Number(next));
          setUnit(next);
        }}
      />
    </div>
  );
}

function secretText(value: SettingShown['value']): string {
  if (typeof value !== 'object' || value === null || !value.set) return 'Not set';
  return value.last4 === null ? 'Set' : `Set, ends in ${value.last4}`;
}

function valueText({ kind, value, default: fallback }: SettingShown): string {
  if (kind === 'secret') return secretText(value);
  if (kind === 'duration' && typeof value === 'number') {
    const unit = unitOf(value);
    return `${value / Number(unit)} ${UNITS.find((one) => one.value === unit)?.label ?? ''}`;
  }
  if (kind === 'switch') return value === true ? 'On' : 'Off';
  return value === null || value === '' ? (fallback ?? 'Not set') : String(value);
}
