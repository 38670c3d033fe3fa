import { useMemo, useState } from 'react';
import type { Cell, FilterRule, MetricQueryInput } from './types.ts';
import { useMetricQuery } from './use-metric-query.ts';

const MAX_OPTIONS = 500;

export interface FieldFilter {
  readonly fieldId: string;
  readonly label: string;
  /** Every value the viewer may choose, from the data. */
  readonly options: readonly string[];
  readonly value: readonly string[];
  readonly setValue: (value: readonly string[]) => void;
  readonly isLoading: boolean;
  readonly error: Error | null;
  /** What goes into a query; null while nothing is chosen. */
  readonly rule: FilterRule | null;
}

/**
 * A choice among the values of one dimension, read from the data. Draw it with `<SelectFilter filter={region} />`.
 *
 *     const region = useFieldFilter('orders', 'regions_name', { label: 'Region' });
 *     useMetricQuery({ …, filters: combineFilters(region) });
 */
export function useFieldFilter(
  explore: string,
  fieldId: string,
  options: { label?: string; initial?: readonly string[] } = {},
): FieldFilter {
  const [value, setValue] = useState<readonly string[]>(options.initial ?? []);
  const query: MetricQueryInput = { explore, dimensions: [fieldId], sorts: [{ fieldId }], limit: MAX_OPTIONS };
  const { rows, columns, isLoading, error } = useMetricQuery(query);
  const label = options.label ?? columns[0]?.label ?? fieldId;
  return useMemo(
    () => ({
      fieldId,
      label,
      options: rows.flatMap((row) => (row[fieldId] === null || row[fieldId] === undefined ? [] : [String(row[fieldId])])),
      value,
      setValue,
      isLoading,
      error,
      rule: value.length > 0 ? { target: { fieldId }, operator: 'equals', values: value } : null,
    }),
    [fieldId, label, rows, value, isLoading, error],
  );
}

export interface DateFilter {
  readonly fieldId: string;
  readonly label: string;
  /** `YYYY-MM-DD`, both ends included; null leaves that end open. */
  readonly value: readonly [string | null, string | null];
  readonly setValue: (value: readonly [string | null, string | null]) => void;
  readonly rule: FilterRule | null;
}

/** A period between two days, both included. Draw it with `<DateRangeFilter filter={period} />`; `fieldId` is the plain date, without interval. */
export function useDateFilter(
  fieldId: string,
  options: { label?: string; initial?: readonly [string | null, string | null] } = {},
): DateFilter {
  const [value, setValue] = useState<readonly [string | null, string | null]>(options.initial ?? [null, null]);
  return useMemo(
    () => ({ fieldId, label: options.label ?? 'Period', value, setValue, rule: dateRule(fieldId, value) }),
    [fieldId, options.label, value],
  );
}

function dateRule(fieldId: string, [from, to]: readonly [string | null, string | null]): FilterRule | null {
  const target = { fieldId };
  if (from && to) return { target, operator: 'inBetween', values: [from, to] };
  if (from) return { target, operator: 'greaterThanOrEqual', values: [from] };
  if (to) return { target, operator: 'lessThanOrEqual', values: [to] };
  return null;
}

/** A fixed rule: `rule('orders_status', 'equals', 'completed')`, `rule('orders_order_date', 'inThePast', 12, 'months')`. */
export function rule(
  fieldId: string,
  operator: FilterRule['operator'],
  values: Cell | readonly Cell[] = [],
  unitOfTime?: 'days' | 'weeks' | 'months' | 'quarters' | 'years',
): FilterRule {
  const list: readonly Cell[] = isList(values) ? values : [values];
  return { target: { fieldId }, operator, values: list, ...(unitOfTime ? { settings: { unitOfTime } } : {}) };
}

const isList = (values: Cell | readonly Cell[]): values is readonly Cell[] => Array.isArray(values);

/** The `filters` of a query over dimensions: all rules must hold; unset filters are left out. */
export function combineFilters(
  ...parts: readonly (FilterRule | { readonly rule: FilterRule | null } | null)[]
): NonNullable<MetricQueryInput['filters']> {
  const rules = parts.flatMap((part) => {
    const one = part && 'rule' in part ? part.rule : part;
    return one ? [one] : [];
  });
  return rules.length > 0 ? { dimensions: { and: rules } } : {};
}
