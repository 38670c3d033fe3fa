import { audit } from '#lib/audit/audit.ts';
import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';

/** The organisation's time zone: an IANA name. The database's functions read it, too. */
const TIME_ZONE_SETTING = 'organization.timeZone';
/** Two months and a bit: the longest period, and one before it. */
const RECOUNT_DAYS = 62;
const RECOUNT_MS = 120_000;

export async function timeZone(): Promise<string> {
  const [row] = await db().$queryRaw<{ zone: string }[]>`SELECT spend_time_zone() AS zone`;
  return row?.zone ?? 'UTC';
}

/** In which zone days, weeks and months of money begin. What was spent lately is counted anew by its days. */
export async function changeTimeZone(actor: Actor, zone: string): Promise<void> {
  if (!(await isKnown(zone))) {
    throw new AppError('invalid_request', `${zone.slice(0, 100)} is not a time zone. Write an IANA name such as Europe/Berlin.`);
  }
  await db().$transaction(
    async (tx) => {
      const before = await tx.setting.findUnique({ where: { key: TIME_ZONE_SETTING } });
      await tx.setting.upsert({
        where: { key: TIME_ZONE_SETTING },
        create: { key: TIME_ZONE_SETTING, value: zone },
        update: { value: zone },
      });
      await tx.$executeRaw`SELECT spend_recount(clock_timestamp() - ${RECOUNT_DAYS}::int * interval '1 day')`;
      const details = { timeZone: zone, before: before?.value ?? 'UTC' };
      await audit(
        actor,
        { action: 'settings.changed', subject: { kind: 'setting', id: TIME_ZONE_SETTING, name: 'Time zone' }, details },
        tx,
      );
    },
    { timeout: RECOUNT_MS },
  );
}

/** Known to the database, which counts by it, and to us. */
async function isKnown(zone: string): Promise<boolean> {
  if (!Intl.supportedValuesOf('timeZone').includes(zone) && zone !== 'UTC') return false;
  const [row] = await db().$queryRaw<{ known: boolean }[]>`SELECT EXISTS (SELECT 1 FROM pg_timezone_names WHERE name = ${zone}) AS known`;
  return row?.known ?? false;
}
