import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { page } from '#lib/contracts/page.ts';
import { Theme, type ThemeChange } from '#lib/contracts/theme.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';

/** The theme in force. */
export function useAppTheme() {
  return useQuery({ queryKey: keys.theme, queryFn: ({ signal }) => api(Theme, '/api/admin/theme', { signal }) });
}

/** The versions that were saved, newest first. */
export function useThemeVersions() {
  return useQuery({
    queryKey: keys.themeVersions,
    queryFn: async ({ signal }) => (await api(page(Theme), '/api/admin/theme/versions', { signal })).items,
  });
}

/** Saves a theme as a new version. */
export function useSaveTheme() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ThemeChange) => api(Theme, '/api/admin/theme', { method: 'PUT', body }),
    onSuccess: (saved) => {
      client.setQueryData(keys.theme, saved);
      return client.invalidateQueries({ queryKey: keys.themeVersions });
    },
  });
}
