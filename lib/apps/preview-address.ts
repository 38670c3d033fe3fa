import type { PreviewToken } from '#lib/contracts/app.ts';
import { webOrigin } from '#lib/env.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { appOrigins } from '#lib/preview/app-origins.ts';
import { mintPreviewToken } from '#lib/preview/token.ts';
import { assertHasBundle, findVersion } from './versions.ts';

const TTL_MS = 60 * 60_000;
/** Who opens a version again soon gets the same address, so that the browser still has its files. */
const STEP_MS = 30 * 60_000;

/** An address on the app's origin where this actor can open this version for an hour to an hour and a half. */
export async function previewAddress(actor: Actor, appId: string, number: number): Promise<PreviewToken> {
  const { version } = await findVersion(actor, appId, number);
  assertHasBundle(version);
  const expiresAt = new Date(Math.ceil((Date.now() + TTL_MS) / STEP_MS) * STEP_MS);
  const token = mintPreviewToken({ actorId: actor.userId, appId, version: number, bundlePrefix: version.bundlePrefix, expiresAt });
  const url = `${appOrigins().of(appId)}/p/${token}/index.html#host=${encodeURIComponent(webOrigin())}`;
  return { url, token, expiresAt: expiresAt.toISOString() };
}
