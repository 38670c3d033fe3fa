import type { PreviewToken } from '#lib/contracts/app.ts';
import { appsOrigin, webOrigin } from '#lib/env.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { mintPreviewToken } from '#lib/preview/token.ts';
import { findVersion } from './versions.ts';

const TTL_MS = 60 * 60_000;

/** An address on the apps origin where this actor can open this version for an hour. */
export async function previewAddress(actor: Actor, appId: string, number: number): Promise<PreviewToken> {
  const { version } = await findVersion(actor, appId, number);
  const token = mintPreviewToken({ actorId: actor.userId, appId, version: number, bundlePrefix: version.bundlePrefix, ttlMs: TTL_MS });
  const url = `${appsOrigin()}/p/${token}/index.html#host=${encodeURIComponent(webOrigin())}`;
  return { url, token, expiresAt: new Date(Date.now() + TTL_MS).toISOString() };
}
