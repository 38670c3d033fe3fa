import { useQuery } from '@tanstack/react-query';
import { Features, Health } from '#lib/contracts/health.ts';
import { ApiError, api, errorOf } from './api.ts';
import { keys } from './keys.ts';

/** What this instance and this person may do; drives the New menu. */
export function useFeatures() {
  return useQuery({ queryKey: keys.features, queryFn: ({ signal }) => api(Features, '/api/features', { signal }), staleTime: 60_000 });
}

/** How every dependency is doing. A 503 carries the same report as a 200, so it is not an error here. */
async function fetchHealth(signal: AbortSignal): Promise<Health> {
  const response = await fetch('/api/health', { signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]) });
  if (response.status !== 200 && response.status !== 503) throw await errorOf(response);
  const parsed = Health.safeParse(await response.json());
  if (!parsed.success) throw new ApiError('bad_answer', 'The health report could not be read. Try again in a moment.');
  return parsed.data;
}

/** The health report, refreshed while it is on the screen; nothing is asked while `enabled` is false. */
export function useHealth(enabled = true) {
  return useQuery({ queryKey: keys.health, queryFn: ({ signal }) => fetchHealth(signal), refetchInterval: 15_000, enabled });
}
