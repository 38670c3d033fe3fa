import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { SignInShown, type SignInTest } from '#lib/contracts/admin-sign-in.ts';
import { SettingsShown, TestResult } from '#lib/contracts/settings.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';

const PATH = '/api/admin/sign-in';
const key = keys.adminList(PATH, {});

/** Ways to sign in, what to register, and who is locked out. */
export const useSignInAdmin = () => useQuery({ queryKey: key, queryFn: ({ signal }) => api(SignInShown, PATH, { signal }) });

/** The settings of signing in with where each value comes from. */
export function useSignInSettings() {
  const path = '/api/admin/settings/signin';
  return useQuery({ queryKey: keys.adminList(path, {}), queryFn: ({ signal }) => api(SettingsShown, path, { signal }) });
}

/** Really tries one of the ways. */
export const useTrySignIn = () =>
  useMutation({
    mutationFn: (what: SignInTest['what']) => api(TestResult, `${PATH}/test`, { method: 'POST', body: { what }, deadlineMs: 60_000 }),
  });

/** Ends a lock. */
export function useUnlock() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (lock: string) => api(z.unknown(), `${PATH}/unlock`, { method: 'POST', body: { key: lock } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}
