import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Doctor, Queue, SweepReport } from '#lib/contracts/live.ts';
import { type SettingsChange, type SettingsPageName, SettingsShown, TestResult } from '#lib/contracts/settings.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';

/** A real trial makes a sandbox or waits for a provider. */
const TRIAL_MS = 120_000;
const SWEEP_MS = 300_000;

const PROVIDERS: readonly SettingsPageName[] = ['model', 'sandbox', 'storage'];
const pathOf = (page: SettingsPageName): string => {
  if (PROVIDERS.includes(page)) return `/api/admin/providers/${page}`;
  return page === 'retention' ? '/api/admin/retention' : `/api/admin/settings/${page}`;
};

/** The settings of a page in force. */
export function useSettings(page: SettingsPageName) {
  return useQuery({ queryKey: keys.settings(page), queryFn: ({ signal }) => api(SettingsShown, pathOf(page), { signal }) });
}

/** Stores values of a page; what is in force is shown anew. */
export function useSaveSettings(page: SettingsPageName) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SettingsChange) => api(SettingsShown, pathOf(page), { method: 'PUT', body }),
    onSuccess: (shown) => client.setQueryData(keys.settings(page), shown),
  });
}

/** Really tries the settings of a provider, with values that are not saved yet. */
export function useTrial(page: SettingsPageName) {
  return useMutation({
    mutationFn: (values: SettingsChange['values']) =>
      api(TestResult, `${pathOf(page)}/test`, { method: 'POST', body: { values }, deadlineMs: TRIAL_MS }),
  });
}

/** Tries every way in which this machine could isolate an agent. */
export function useDoctor() {
  return useMutation({ mutationFn: () => api(Doctor, '/api/admin/doctor', { deadlineMs: TRIAL_MS }) });
}

/** What a sweep would delete, or the sweep itself. */
export function useSweep() {
  return useMutation({
    mutationFn: (dryRun: boolean) =>
      api(SweepReport, '/api/admin/retention/sweep', { method: 'POST', body: { dryRun }, deadlineMs: SWEEP_MS }),
  });
}

/** The queue and the processes, while they are on the screen. */
export function useQueue() {
  return useQuery({ queryKey: keys.queue, queryFn: ({ signal }) => api(Queue, '/api/admin/queue', { signal }), refetchInterval: 5_000 });
}
