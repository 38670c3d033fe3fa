import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { Catalog } from '#lib/contracts/catalog.ts';
import { page } from '#lib/contracts/page.ts';
import { type CreateProject, ModelIssue, Project, ProjectTest } from '#lib/contracts/project.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

// Cloning a repository or opening a slow warehouse takes a while.
const SLOW_MS = 120_000;

/** The projects that the actor may see. */
export function useProjects() {
  return useQuery({
    queryKey: keys.projects,
    queryFn: async ({ signal }) => (await api(page(Project), '/api/projects', { signal })).items,
    staleTime: 30_000,
  });
}

/** One project. */
export function useProject(projectId: string) {
  return useQuery({ queryKey: keys.project(projectId), queryFn: ({ signal }) => api(Project, apiPath('projects', projectId), { signal }) });
}

/** What a project's semantic layer offers; nothing is asked while `projectId` is null. */
export function useCatalog(projectId: string | null) {
  return useQuery({
    queryKey: keys.catalog(projectId ?? ''),
    queryFn: ({ signal }) => api(Catalog, apiPath('projects', projectId ?? '', 'catalog'), { signal }),
    enabled: projectId !== null,
    staleTime: 5 * 60_000,
  });
}

/** Adds a project from a folder or a git repository. */
export function useCreateProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateProject) => api(Project, '/api/projects', { method: 'POST', body, deadlineMs: SLOW_MS }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.projects }),
  });
}

/** Renames a project. */
export function useRenameProject(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api(Project, apiPath('projects', projectId), { method: 'PATCH', body: { name } }),
    onSuccess: (project) => {
      client.setQueryData(keys.project(projectId), project);
      return client.invalidateQueries({ queryKey: keys.projects, exact: true });
    },
  });
}

/** Deletes a project. Its apps stay, but get no data any more. */
export function useDeleteProject(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api(z.unknown(), apiPath('projects', projectId), { method: 'DELETE' }),
    // The list only: the page of the project that is gone is still on the screen.
    onSuccess: () => client.invalidateQueries({ queryKey: keys.projects, exact: true }),
  });
}

const Refreshed = z.object({ explores: z.number(), errors: z.array(ModelIssue) });

/** Reads the project's files again. */
export function useRefreshProject(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api(Refreshed, apiPath('projects', projectId, 'refresh'), { method: 'POST', deadlineMs: SLOW_MS }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.projects }),
  });
}

/** Tries the project's source and warehouse, step by step. */
export function useTestProject(projectId: string) {
  return useMutation({
    mutationFn: () => api(ProjectTest, apiPath('projects', projectId, 'test'), { method: 'POST', deadlineMs: SLOW_MS }),
  });
}
