import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '#lib/client/api.ts';
import { keys } from '#lib/client/keys.ts';
import { Usage, UsageSummary } from '#lib/contracts/usage.ts';
import type { Days, UsageGroup } from './usage-page.tsx';

/** What was spent in these days, by day, person, app, … */
export function useUsage(days: Days, groupBy: UsageGroup) {
  const narrowed = { ...days, groupBy };
  return useQuery({
    queryKey: keys.adminList('/api/admin/usage', narrowed),
    queryFn: ({ signal }) => api(Usage, `/api/admin/usage?${new URLSearchParams(narrowed)}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Total, failed and uncertain spend, and the forecast. */
export function useUsageSummary(days: Days) {
  return useQuery({
    queryKey: keys.adminList('/api/admin/usage/summary', days),
    queryFn: ({ signal }) => api(UsageSummary, `/api/admin/usage/summary?${new URLSearchParams(days)}`, { signal }),
    placeholderData: keepPreviousData,
  });
}
