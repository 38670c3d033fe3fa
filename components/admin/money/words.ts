import type { Budget } from '#lib/contracts/budgets.ts';

export const SCOPE_WORDS = { org: 'Organisation', space: 'Space', group: 'Group', user: 'Person', app: 'App' } as const;
export const RESOURCE_WORDS = { total: 'All spending', model: 'AI models', sandbox: 'Sandboxes', warehouse: 'Warehouse queries' } as const;
export const PERIOD_WORDS = { day: 'a day', week: 'a week', month: 'a month' } as const;

/** `{day: 'a day'}` as the choices of a select. */
export const choices = <K extends string>(words: Readonly<Record<K, string>>): { value: K; label: string }[] =>
  Object.entries<string>(words).map(([value, label]) => ({ value: value as K, label }));

/** What a budget is called where it is deleted or overridden. */
export const budgetName = ({ scope, resource }: Budget): string => `${scope.name}: ${RESOURCE_WORDS[resource]}`;
