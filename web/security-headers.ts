import { type Env, webOrigin } from '#lib/env.ts';
import { appOrigins } from '#lib/preview/app-origins.ts';
import { DENIED_FEATURES, hostFrameSrc } from '#lib/preview/csp.ts';
import { listOf } from '#lib/settings/list-of.ts';

const DEVELOPMENT = process.env.GLASSWORKS_DEV === '1';

/**
 * What the pages may do: their own scripts, and inline ones only with the nonce of this very answer.
 * Inline styles stay allowed, because Mantine and what locks scrolling under a dialog write them; they run nothing, and
 * no address that they could name is allowed.
 */
function pageCsp(e: Env, nonce: string, embedders: readonly string[]): string {
  return [
    `default-src 'none'`,
    // Fast refresh evaluates what changed.
    `script-src 'self' 'nonce-${nonce}'${DEVELOPMENT ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${DEVELOPMENT ? ' ws:' : ''}`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    // An app may navigate its own frame: this is what keeps it from carrying data away in an address.
    hostFrameSrc({ apps: appOrigins(e).frames }),
    `frame-ancestors ${embedders.length > 0 ? embedders.join(' ') : `'none'`}`,
  ].join('; ');
}

/** The only pages that others may show: an app by itself. */
const EMBEDDABLE = /^\/apps\/[a-z0-9_]+\/view(?:[?#]|$)/;

/** Headers of every answer of the web server. `nonce` must be new for each; `path` is what was asked for. */
export function securityHeaders(e: Env, nonce: string, path = '/'): Record<string, string> {
  const embedders = EMBEDDABLE.test(path) ? listOf(e.GLASSWORKS_EMBED_ORIGINS) : [];
  return {
    'Content-Security-Policy': pageCsp(e, nonce, embedders),
    // It knows no list: where others are allowed, the policy above decides.
    ...(embedders.length > 0 ? {} : { 'X-Frame-Options': 'DENY' }),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': DENIED_FEATURES.filter((feature) => !OWN_FEATURES.has(feature))
      .map((feature) => `${feature}=()`)
      .join(', '),
    'X-Robots-Tag': 'noindex, nofollow',
    ...(webOrigin(e).startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}

/** "Copy link" writes to the clipboard. */
const OWN_FEATURES = new Set(['clipboard-write']);
