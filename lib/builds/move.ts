import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { BUILD_MACHINE, type BuildMove } from './machine.ts';

type Change = Omit<Prisma.BuildUpdateManyMutationInput, 'status'>;

/**
 * Makes a move of the machine: compare-and-swap on the state it starts from. The only way in which a build's state is
 * written.
 * @returns the rows that moved; none when they were not in that state, or not as `where` wants them
 */
export function moveBuilds(move: BuildMove, where: Prisma.BuildWhereInput, data: Change = {}, tx: Tx | null = null) {
  const { to } = BUILD_MACHINE.moves[move];
  return (tx ?? db()).build.updateManyAndReturn({ where: { AND: [where, inReachOf(move)] }, data: { ...data, status: to } });
}

/** The builds that a move may start from. */
export function inReachOf(move: BuildMove): Prisma.BuildWhereInput {
  return { status: { in: [...BUILD_MACHINE.moves[move].from] } };
}

/** Writes a new build's row, in the state in which every build begins. */
export async function createBuild(tx: Tx, row: Omit<Prisma.BuildUncheckedCreateInput, 'status' | 'createdAt'>): Promise<void> {
  await tx.build.create({ data: { ...row, status: BUILD_MACHINE.moves.start.to, createdAt: await databaseNow(tx) } });
}
