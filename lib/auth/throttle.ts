import { audit } from '#lib/audit/audit.ts';
import { db, Prisma, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { logFields } from '#lib/log-context.ts';

interface Pace {
  /** Tries without any wait; each one after waits twice as long as the one before. */
  readonly free: number;
  /** From this try on nothing is taken for `lockSeconds`. */
  readonly lockAt: number;
  readonly lockSeconds: number;
}

const QUARTER_HOUR = 15 * 60;
const MAX_WAIT_SECONDS = 60;

/** Many people may come from one address, so it gets more tries than an account. */
const PACES = {
  account: { free: 5, lockAt: 10, lockSeconds: QUARTER_HOUR },
  address: { free: 50, lockAt: 100, lockSeconds: QUARTER_HOUR },
  mail: { free: 3, lockAt: 6, lockSeconds: QUARTER_HOUR },
} as const satisfies Record<string, Pace>;

type Kind = keyof typeof PACES;
type ThrottleKey = `${Kind}:${string}`;

const addressKey = (): ThrottleKey | null => {
  const { ip } = logFields();
  return ip ? `address:${ip}` : null;
};

interface Row {
  failures: number;
  waitSeconds: number;
}

/**
 * Counts a try before it is made, so that many at once are counted, too. Waits are kept in the database: another process
 * knows of them, and a restart does not forget. They end by themselves: nobody is locked out for ever.
 *
 * @returns `clear`, to be called when the try went well
 * @throws AppError rate_limited, with the seconds to wait, for known and unknown accounts alike
 */
export async function countTry(kind: 'account' | 'mail', email: string): Promise<{ clear(): Promise<void> }> {
  const address = addressKey();
  const key: ThrottleKey = `${kind}:${email.toLowerCase()}`;
  if (address) await countOne(address);
  await countOne(key);
  return {
    async clear() {
      await db().signInThrottle.deleteMany({ where: { key } });
      // Otherwise one's own success would wash away tries on the accounts of others.
      if (address) await db().$executeRaw`UPDATE "SignInThrottle" SET "failures" = greatest("failures" - 1, 0) WHERE "key" = ${address}`;
    },
  };
}

async function countOne(key: ThrottleKey): Promise<void> {
  const kind = key.slice(0, key.indexOf(':')) as Kind;
  const pace: Pace = PACES[kind];
  const counted = await write(key, pace);
  if (!counted) throw await refusal(key);
  if (counted.failures === 1) await sweep();
  if (counted.failures === pace.lockAt) {
    await audit('nobody', { action: 'sign_in.locked', subject: { kind: 'session', name: key }, details: { seconds: pace.lockSeconds } });
  }
}

/** One statement, so that of two tries at the same time one sees the other. No row: it has to wait. */
async function write(key: ThrottleKey, { free, lockAt, lockSeconds }: Pace): Promise<Row | undefined> {
  const failures = Prisma.sql`CASE WHEN t."lastAt" < clock_timestamp() - make_interval(secs => ${lockSeconds}) THEN 1 ELSE t."failures" + 1 END`;
  const [row] = await db().$queryRaw<Row[]>`
    INSERT INTO "SignInThrottle" AS t ("key", "failures", "lastAt") VALUES (${key}, 1, clock_timestamp())
    ON CONFLICT ("key") DO UPDATE SET "failures" = ${failures}, "lastAt" = clock_timestamp(),
      "until" = clock_timestamp() + make_interval(secs => CASE
        WHEN (${failures}) >= ${lockAt} THEN ${lockSeconds}
        WHEN (${failures}) > ${free} THEN least(power(2, (${failures}) - ${free}), ${MAX_WAIT_SECONDS})
        ELSE 0 END)
    WHERE t."until" IS NULL OR t."until" <= clock_timestamp()
    RETURNING "failures", 0 AS "waitSeconds"`;
  return row;
}

async function refusal(key: ThrottleKey): Promise<AppError> {
  const [row] = await db().$queryRaw<Row[]>`
    SELECT "failures", ceil(extract(epoch FROM "until" - clock_timestamp()))::int AS "waitSeconds" FROM "SignInThrottle" WHERE "key" = ${key}`;
  const retryAfterSeconds = Math.max(1, row?.waitSeconds ?? 1);
  return new AppError('rate_limited', `Too many tries. Wait ${inWords(retryAfterSeconds)}, then try again.`, {
    details: { retryAfterSeconds },
  });
}

const inWords = (seconds: number): string => {
  const [count, unit] = seconds < 120 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};

/** Keys of accounts and addresses that have to wait now, the longest first. */
export async function listLocks(): Promise<{ key: string; failures: number; until: Date }[]> {
  const rows = await db().signInThrottle.findMany({ where: { until: { gt: new Date() } }, orderBy: { until: 'desc' }, take: 200 });
  return rows.flatMap(({ key, failures, until }) => (until ? [{ key, failures, until }] : []));
}

/** Lets an account or address try again at once. */
export async function unlock(key: string, tx: Tx): Promise<void> {
  const { count } = await tx.signInThrottle.deleteMany({ where: { key } });
  if (count === 0) throw new AppError('not_found', 'Nothing is locked under that name. The wait may have ended by itself.');
}

/** Forgets counters that no longer matter. */
async function sweep(): Promise<void> {
  await db().$executeRaw`DELETE FROM "SignInThrottle" WHERE "lastAt" < clock_timestamp() - interval '1 day'`;
}
