import type { z } from 'zod';
import type { BudgetNotices } from '#lib/contracts/budgets.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { limitName, money } from './limit-message.ts';
import { scopeNames } from './scope.ts';

const KEEP_DAYS = 31;
const MOST = 20;

/** Notices that this person has not closed: of all budgets for administrators, of one's own for everybody. */
export async function myNotices(actor: Actor): Promise<z.input<typeof BudgetNotices>> {
  const rows = await db().budgetNotice.findMany({
    where: { ...theirs(actor), at: { gt: new Date(Date.now() - KEEP_DAYS * 86_400_000) }, seen: { none: { userId: actor.userId } } },
    orderBy: { at: 'desc' },
    take: MOST,
  });
  const nameOf = await scopeNames(rows.map(({ scope }) => scope));
  return {
    items: rows
      .filter((row) => isWorst(row, rows))
      .map((row) => {
        const budget = {
          scope: row.scope,
          resource: row.resource as 'total',
          period: row.period as 'day',
          limitUsd: row.limitUsd.toNumber(),
        };
        const name = limitName(budget, nameOf);
        const message =
          row.mark === 0
            ? `${name} stopped something: ${money(row.spentUsd.toNumber())} was spent.`
            : `${row.mark}% of ${uncapitalised(name)} is spent.`;
        return { id: row.id, at: row.at.toISOString(), percent: row.mark, message };
      }),
  };
}

type Row = Prisma.BudgetNoticeGetPayload<object>;

/** Of one budget in one period the worst is enough: what was stopped, else the highest share. */
const isWorst = (row: Row, rows: readonly Row[]): boolean =>
  !rows.some((other) => other.budgetId === row.budgetId && +other.periodDay === +row.periodDay && severity(other) > severity(row));
const severity = ({ mark }: Row): number => (mark === 0 ? Number.POSITIVE_INFINITY : mark);

const uncapitalised = (name: string): string => name.replace(/^The /, 'the ');

const theirs = (actor: Actor): Prisma.BudgetNoticeWhereInput =>
  actor.scopes.has('manage:Organization') ? {} : { scope: `user:${actor.userId}` };

/** This person has read it. Harmless when repeated. */
export async function closeNotice(actor: Actor, noticeId: string): Promise<void> {
  const row = await db().budgetNotice.findFirst({ where: { id: noticeId, ...theirs(actor) } });
  if (!row) return;
  // What it reached on the way there is read with it.
  const same = await db().budgetNotice.findMany({ where: { budgetId: row.budgetId, periodDay: row.periodDay }, select: { id: true } });
  await db().budgetNoticeSeen.createMany({ data: same.map(({ id }) => ({ noticeId: id, userId: actor.userId })), skipDuplicates: true });
}
