import type { AppQuery } from '#lib/contracts/app.ts';
import type { QueryResult } from '#lib/contracts/query.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { runProjectQuery } from '#lib/projects/query.ts';
import { findVersion } from './versions.ts';

/**
 * A query of a running app. It runs as the viewer, on the app's own project and nothing else: the query names an
 * explore, never a project.
 */
export async function runAppQuery(viewer: Actor, appId: string, { version, query }: AppQuery, signal: AbortSignal): Promise<QueryResult> {
  const { app } = await findVersion(viewer, appId, version);
  return runProjectQuery(viewer, app.projectId, query, signal);
}
