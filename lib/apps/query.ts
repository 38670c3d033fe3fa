import { asked } from '#lib/asked.ts';
import type { AppQueries, AppQuery } from '#lib/contracts/app.ts';
import { MetricQuery, type QueryResult } from '#lib/contracts/query.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { runProjectQuery } from '#lib/projects/query.ts';
import { createGate } from '#lib/warehouse/gate.ts';
import { findVersion } from './versions.ts';

/** Who may open an app may have its queries run, whether or not they may look around in its project. */
const THROUGH_APP = { which: { deletedAt: null } };

/**
 * A query of a running app. It runs as the viewer, on the app's own project and nothing else: the query names an
 * explore, never a project.
 */
export async function runAppQuery(viewer: Actor, appId: string, { version, query }: AppQuery, signal: AbortSignal): Promise<QueryResult> {
  const { app } = await findVersion(viewer, appId, version);
  return runProjectQuery(viewer, app.projectId, query, signal, { ...THROUGH_APP, appId });
}

/** Of one request at a time: one app must not take every connection of a warehouse. */
const PARALLEL = 8;

/** What became of one query: its rows, or what was thrown. */
export type AppQueryOutcome = { readonly id: number; readonly result: QueryResult } | { readonly id: number; readonly thrown: unknown };

/**
 * Several queries of a running app, with the same rights as one. Rights are checked before this returns; what it
 * returns runs the queries and tells of each as it ends: one that fails does not fail the others. Nothing is told of
 * what the signal stopped.
 * @throws AppError `not_found` when the viewer may not open this version
 */
export async function openAppQueries(viewer: Actor, appId: string, { version, queries }: AppQueries) {
  const { app } = await findVersion(viewer, appId, version);
  return async (tell: (outcome: AppQueryOutcome) => void, signal: AbortSignal): Promise<void> => {
    const gate = createGate(PARALLEL);
    const about = { ...THROUGH_APP, appId };
    const run = async (query: unknown) => runProjectQuery(viewer, app.projectId, asked(MetricQuery, query), signal, about);
    await Promise.all(
      queries.map(({ id, query }) =>
        gate
          .run(signal, () => run(query))
          .then(
            (result) => tell({ id, result }),
            (thrown: unknown) => signal.aborted || tell({ id, thrown }),
          ),
      ),
    );
  };
}
