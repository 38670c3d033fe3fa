import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { page } from '#lib/contracts/page.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';

const PAGE_SIZE = 50;

/** Words, sort order and filters of a table; what is empty is not sent. */
export type Narrowed = Readonly<Record<string, string>>;

/** A table of the administration, page by page. `path` is the list's, `item` what its lines look like. */
export function useAdminList<T extends z.ZodType>(path: string, item: T, narrowed: Narrowed) {
  return useInfiniteQuery({
    queryKey: keys.adminList(path, narrowed),
    queryFn: ({ pageParam, signal }) => api(page(item), `${path}?${search(narrowed, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    select: ({ pages }) => pages.flatMap((one) => one.items),
    placeholderData: keepPreviousData,
  });
}

function search(narrowed: Narrowed, cursor: string | null): string {
  const given = Object.entries(narrowed).filter(([, value]) => value !== '');
  return new URLSearchParams([...given, ['limit', String(PAGE_SIZE)], ...(cursor === null ? [] : [['cursor', cursor]])]).toString();
}
