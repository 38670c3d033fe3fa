import { ActionIcon, Checkbox, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import type { ExploreField } from '#lib/client/explore-fields.ts';
import { filterWords, isRule, OPERATOR_WORDS, OPERATORS_BY_TYPE, operandShape } from '#lib/contracts/filter-words.ts';
import type { FilterItem, FilterOperator, FilterRule } from '#lib/contracts/query.ts';
import classes from './filter-row.module.css';

interface FilterRowProps {
  item: FilterItem;
  fields: ReadonlyMap<string, ExploreField>;
  onChange(item: FilterItem): void;
  onRemove(): void;
  /** Enter in a value. */
  onEnter(): void;
}

/** One filter to edit. A group from elsewhere is shown in words, and can be taken out. */
export function FilterRow({ item, fields, onChange, onRemove, onEnter }: FilterRowProps) {
  const label = (id: string) => fields.get(id)?.label ?? id;
  const words = filterWords(item, label);
  return (
    <li className={classes.root}>
      {isRule(item) ? (
        <RuleFields
          rule={item}
          field={fields.get(item.target.fieldId)}
          label={label(item.target.fieldId)}
          onChange={onChange}
          onEnter={onEnter}
        />
      ) : (
        <span className={classes.group}>{words}</span>
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={`Remove the filter ${words}`} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
    </li>
  );
}

interface RuleProps {
  rule: FilterRule;
  field: ExploreField | undefined;
  label: string;
  onChange(rule: FilterRule): void;
  onEnter(): void;
}

function RuleFields({ rule, field, label, onChange, onEnter }: RuleProps) {
  const fitting = OPERATORS_BY_TYPE[field?.type ?? 'string'];
  const operators = fitting.includes(rule.operator) ? fitting : [rule.operator, ...fitting];
  return (
    <>
      <span className={classes.label} title={rule.target.fieldId}>
        {label}
      </span>
      <Select
        className={classes.operator}
        size="xs"
        aria-label={`How to compare ${label}`}
        data={operators.map((value) => ({ value, label: OPERATOR_WORDS[value] }))}
        value={rule.operator}
        allowDeselect={false}
        onChange={(operator) => operator !== null && onChange(withOperator(rule, operator as FilterOperator))}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the fields inside are the controls; this only hears Enter in them */}
      <span className={classes.values} onKeyDown={(event) => endsEntry(event, rule) && onEnter()}>
        <Values rule={rule} field={field} label={label} onChange={onChange} />
      </span>
    </>
  );
}

/** Enter in a plain field ends the entry. In a list of values and in a menu it chooses one. */
function endsEntry({ key, target, ctrlKey, metaKey }: KeyboardEvent, rule: FilterRule): boolean {
  const plain = target instanceof HTMLInputElement && !target.readOnly && operandShape(rule.operator) !== 'many';
  return key === 'Enter' && !ctrlKey && !metaKey && plain;
}

/** The rule with another operator: values stay where they still fit. */
function withOperator(rule: FilterRule, operator: FilterOperator): FilterRule {
  const [was, is] = [operandShape(rule.operator), operandShape(operator)];
  const { settings, ...plain } = rule;
  const timed = is === 'span' || is === 'unit';
  const values = is === was ? rule.values : is === 'span' ? [1] : is === 'one' && was === 'many' ? rule.values.slice(0, 1) : [];
  return { ...plain, operator, values, ...(timed ? { settings: settings ?? { unitOfTime: 'months', completed: false } } : {}) };
}

function Values({ rule, field, label, onChange }: Omit<RuleProps, 'onEnter'>) {
  const shape = operandShape(rule.operator);
  const name = `Value of ${label}`;
  if (shape === 'none') return null;
  if (shape === 'span' || shape === 'unit') return <SpanFields rule={rule} label={label} counted={shape === 'span'} onChange={onChange} />;
  if (shape === 'many' && field?.type === 'boolean') {
    return (
      <Select
        size="xs"
        aria-label={name}
        data={[
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]}
        value={String(rule.values[0] ?? 'true')}
        allowDeselect={false}
        onChange={(value) => onChange({ ...rule, values: [value === 'true'] })}
      />
    );
  }
  if (shape === 'many') {
    return (
      <TagsInput
        className={classes.many}
        size="xs"
        aria-label={name}
        placeholder={rule.values.length === 0 ? 'Type a value, then Enter' : ''}
        acceptValueOnBlur
        value={[...new Set(rule.values.map((value) => (value === null ? '' : String(value))))]}
        onChange={(values) => onChange({ ...rule, values })}
      />
    );
  }
  const place = (index: number) => (
    <TextInput
      className={classes.one}
      size="xs"
      type={field?.type === 'date' || field?.type === 'timestamp' ? 'date' : 'text'}
      inputMode={field?.type === 'number' ? 'decimal' : undefined}
      aria-label={shape === 'one' ? name : `${index === 0 ? 'First' : 'Last'} value of ${label}`}
      value={String(rule.values[index] ?? '')}
      onChange={(event) => {
        const values = [rule.values[0] ?? '', ...(shape === 'two' ? [rule.values[1] ?? ''] : [])].with(index, event.currentTarget.value);
        onChange({ ...rule, values: values.every((value) => value === '') ? [] : values });
      }}
    />
  );
  return shape === 'one' ? (
    place(0)
  ) : (
    <>
      {place(0)} <span className={classes.and}>and</span> {place(1)}
    </>
  );
}

const UNITS = ['days', 'weeks', 'months', 'quarters', 'years'] as const;

function SpanFields({ rule, label, counted, onChange }: Omit<RuleProps, 'onEnter' | 'field'> & { counted: boolean }) {
  const settings = rule.settings ?? { unitOfTime: 'months' as const, completed: false };
  return (
    <>
      {counted && (
        <NumberInput
          className={classes.count}
          size="xs"
          aria-label={`How many ${settings.unitOfTime} for ${label}`}
          min={0}
          max={10_000}
          allowDecimal={false}
          hideControls
          value={Number(rule.values[0] ?? 1)}
          onChange={(value) => typeof value === 'number' && onChange({ ...rule, values: [value] })}
        />
      )}
      <Select
        className={classes.unit}
        size="xs"
        aria-label={`Unit of time for ${label}`}
        data={UNITS.map((value) => ({ value, label: counted ? value : value.slice(0, -1) }))}
        value={settings.unitOfTime}
        allowDeselect={false}
        onChange={(unit) => onChange({ ...rule, settings: { ...settings, unitOfTime: UNITS.find((one) => one === unit) ?? 'months' } })}
      />
      {counted && (
        <Checkbox
          size="xs"
          label="completed"
          checked={settings.completed}
          onChange={(event) => onChange({ ...rule, settings: { ...settings, completed: event.currentTarget.checked } })}
        />
      )}
    </>
  );
}
