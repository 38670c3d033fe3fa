import { z } from 'zod';
import { diffVersions } from '#lib/apps/diff.ts';
import { VersionDiff } from '#lib/contracts/version-diff.ts';
import { route } from '#lib/http/route.ts';
import { VersionParams } from '#lib/http/version-params.ts';

export const GET = route(
  {
    access: 'signed-in',
    summary: 'What changed between two versions: files and queries; against the version before unless told otherwise',
    params: VersionParams,
    query: z.object({ against: VersionParams.shape.number.optional() }),
    response: VersionDiff,
  },
  ({ actor, params, query }) => diffVersions(actor, params.appId, params.number, query.against),
);
