'use client';

import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect } from 'react';
import { z } from 'zod';
import { api } from '#lib/client/api.ts';
import { keys } from '#lib/client/keys.ts';
import { apiPath } from '#lib/client/paths.ts';
import { BudgetNotices } from '#lib/contracts/budgets.ts';
import classes from './build-news.module.css';

const EVERY_MS = 60_000;
const Closed = z.object({ ok: z.literal(true) });

/** Says, until it is closed, that a budget is nearly used up or has stopped something. */
export function BudgetNews({ isAdmin }: { isAdmin: boolean }) {
  const { data } = useQuery({
    queryKey: keys.budgetNotices,
    queryFn: ({ signal }) => api(BudgetNotices, '/api/me/budget-notices', { signal }),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS / 2,
  });
  const items = data?.items;
  useEffect(() => {
    for (const { id, percent, message } of items ?? []) {
      notifications.show({
        id,
        title: percent === 0 || percent >= 100 ? 'A budget is used up' : 'A budget is being used up',
        message: (
          <>
            <span className={classes.text}>{message}</span>
            {isAdmin && (
              <Link href="/admin/budgets" className={classes.link}>
                Open the budgets
              </Link>
            )}
          </>
        ),
        color: 'ember',
        autoClose: false,
        // One that could not be marked comes again: nothing else is lost.
        onClose: () => void api(Closed, apiPath('me', 'budget-notices', id), { method: 'DELETE' }).catch(() => undefined),
      });
    }
  }, [items, isAdmin]);
  return null;
}
