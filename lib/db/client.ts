import { PrismaPg } from '@prisma/adapter-pg';
import { env } from '#lib/env.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { PatientPool } from './patient-pool.ts';

const POOL_SIZE = 12;
/** For a free connection of the pool, or a new one. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Secrets are left out of every default select: reading one takes an explicit `omit: { …: false }`. */
const OMIT = {
  user: { passwordHash: true },
  project: { warehouseSecret: true },
  sandbox: { token: true },
} as const satisfies Prisma.GlobalOmitConfig;

function open() {
  const pool = new PatientPool({ connectionString: env().DATABASE_URL, max: POOL_SIZE, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  return new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    omit: OMIT,
  });
}

type Client = ReturnType<typeof open>;
const holder = globalThis as typeof globalThis & { glassworksDb?: Client };

/** The process's database client, opened at first use and kept over hot reloads. */
export function db(): Client {
  holder.glassworksDb ??= open();
  return holder.glassworksDb;
}

/** A transaction's client; functions that must join a caller's transaction take one. */
export type Tx = Parameters<Parameters<Client['$transaction']>[0]>[0];

/** Closes the pool; for process ends and tests. */
export async function closeDb(): Promise<void> {
  await holder.glassworksDb?.$disconnect();
  holder.glassworksDb = undefined;
}

export { Prisma } from './generated/client.ts';
