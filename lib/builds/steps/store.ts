import { writeArchive } from '#lib/apps/archive.ts';
import { type LineCount, linesSince } from '#lib/apps/line-count.ts';
import { contentTypeOf } from '#lib/preview/content-type.ts';
import { bundleKey, bundlePrefix, sourceKey } from '#lib/storage/keys.ts';
import { storing } from '#lib/storage/storing.ts';
import type { Bundle } from '../compile.ts';
import type { BuildContext } from '../context.ts';

/**
 * Uploads source and bundle under the build's own prefix. Nothing points there until the version's row is written, so
 * a build that fails later leaves no trace that anybody sees.
 * @returns the lines that it changes of the version before
 */
export async function storeVersion({ build, app, deps, limits }: BuildContext, { source, files }: Bundle): Promise<LineCount | null> {
  const prefix = bundlePrefix(app.id, build.id);
  const uploads = [...files].map(([path, content]) =>
    deps.store.put(bundleKey(prefix, path), content, { contentType: contentTypeOf(path) }),
  );
  uploads.push(deps.store.put(sourceKey(app.id, build.id), writeArchive(source), { contentType: 'application/gzip' }));
  const lines = linesSince(app.id, app.headVersion, source);
  await storing(Promise.all(uploads), limits.storeMs);
  return storing(lines, limits.storeMs);
}
