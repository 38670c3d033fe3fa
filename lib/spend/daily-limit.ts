import { z } from 'zod';
import { db, type Tx } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';

export const DAILY_LIMIT_SETTING = 'spend.dailyLimitUsd';
const LimitSetting = z.number().nonnegative().nullable();

export interface DailyLimit {
  readonly usd: number;
  readonly source: 'environment' | 'setting';
}

/**
 * The organisation's limit for a UTC day, or null when there is none. The environment wins over the stored setting.
 * @throws ZodError when the stored setting is damaged: a limit that cannot be read must not count as "no limit"
 */
export async function dailyLimit(client: Pick<Tx, 'setting'> = db()): Promise<DailyLimit | null> {
  const fromEnv = env().GLASSWORKS_DAILY_LIMIT_USD;
  if (fromEnv !== undefined) return { usd: fromEnv, source: 'environment' };
  const row = await client.setting.findUnique({ where: { key: DAILY_LIMIT_SETTING } });
  const usd = row ? LimitSetting.parse(row.value) : null;
  return usd === null ? null : { usd, source: 'setting' };
}

/** Midnight UTC at which the day of `at` began. */
export const startOfDay = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
const nextDay = (at: Date): Date => new Date(startOfDay(at).getTime() + 86_400_000);

/** What the person reads when the limit stops a build: whose limit, how much is spent, when it starts anew, who can change it. */
export function limitMessage(limit: DailyLimit, spentUsd: number, neededUsd: number, at: Date): string {
  const where = limit.source === 'environment' ? 'GLASSWORKS_DAILY_LIMIT_USD' : 'the admin settings';
  const again = `${nextDay(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return (
    `The organisation's daily limit of ${money(limit.usd)} for AI spending does not cover this call: ` +
    `${money(spentUsd)} is spent or set aside today and the call may cost up to ${money(neededUsd)}. ` +
    `The limit starts anew at ${again}; an administrator can raise it in ${where}.`
  );
}

const money = (usd: number): string => `$${usd.toFixed(2)}`;
