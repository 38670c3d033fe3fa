import { z } from 'zod';
import { BUDGET_PERIODS, BUDGET_RESOURCES } from '#lib/contracts/budgets.ts';
import { AppError } from '#lib/errors.ts';
import { scopeNames, scopeOfKey } from './scope.ts';

/** The budget that does not cover a call, as the database tells it. */
export const TightBudget = z.object({
  id: z.string(),
  scope: z.string(),
  resource: z.enum(BUDGET_RESOURCES),
  period: z.enum(BUDGET_PERIODS),
  limit_usd: z.number(),
  spent: z.number(),
  reserved: z.number(),
  needed: z.number(),
  /** First day of the next period. */
  after: z.string(),
  zone: z.string(),
  /** This is the first refusal of the period. */
  told: z.boolean(),
});
export type TightBudget = z.infer<typeof TightBudget>;

const EVERY = { day: 'daily', week: 'weekly', month: 'monthly' } as const;
const FOR = { total: 'all spending', model: 'AI models', sandbox: 'sandboxes', warehouse: 'warehouse queries' } as const;
const KIND = { org: '', space: 'The space ', group: 'The group ', user: '', app: 'The app ' } as const;
/** The id of the limit that the environment sets. */
export const ENVIRONMENT = 'bdg_environment';

/** `The group “Sales”`, `Ada Lovelace`: whose a limit is. */
function whose(kind: keyof typeof KIND, name: string): string {
  const short = name.length > 60 ? `${name.slice(0, 59)}…` : name;
  return kind === 'user' || kind === 'org' ? short : `${KIND[kind]}“${short}”`;
}

/** `The organisation's daily limit of $5.00 for all spending`. */
export function limitName(
  budget: Pick<TightBudget, 'scope' | 'period' | 'resource'> & { readonly limitUsd: number },
  nameOf: (key: string) => string,
): string {
  const owner = whose(scopeOfKey(budget.scope).kind, nameOf(budget.scope));
  return `${owner}'s ${EVERY[budget.period]} limit of ${money(budget.limitUsd)} for ${FOR[budget.resource]}`;
}

/** The error that a person reads when a limit stops a build: which limit, whose, what is spent, when it starts anew, who can change it. */
export async function budgetExceeded(tight: TightBudget): Promise<AppError> {
  const nameOf = await scopeNames([tight.scope]);
  const { spent, reserved, needed, after, zone, id } = tight;
  const where = id === ENVIRONMENT ? 'in GLASSWORKS_DAILY_LIMIT_USD' : 'under Administration, Budgets';
  const aside = reserved > 0 ? `${money(spent)} is spent and ${money(reserved)} set aside for calls under way` : `${money(spent)} is spent`;
  const message =
    `${limitName({ ...tight, limitUsd: tight.limit_usd }, nameOf)} does not cover this: ${aside}, and it may cost up to ${money(needed)}. ` +
    `The limit starts anew at ${after} 00:00 ${zone}; an administrator can raise it ${where}.`;
  return new AppError('budget_exceeded', message, {
    details: {
      budgetId: id,
      scope: { ...scopeOfKey(tight.scope), name: nameOf(tight.scope) },
      resource: tight.resource,
      period: tight.period,
      limitUsd: tight.limit_usd,
      spentUsd: spent + reserved,
      resetsOn: after,
      timeZone: zone,
    },
  });
}

/** Two decimals, more where they are all there is. */
export const money = (usd: number): string => `$${usd !== 0 && usd < 0.01 ? usd.toPrecision(1) : usd.toFixed(2)}`;
