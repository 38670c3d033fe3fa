import { type Env, webOrigin } from '#lib/env.ts';
import { appOrigins } from '#lib/preview/app-origins.ts';
import { DENIED_FEATURES, hostFrameSrc } from '#lib/preview/csp.ts';

const DEVELOPMENT = process.env.GLASSWORKS_DEV === '1';

/**
 * What the pages may do: their own scripts, and inline ones only with the nonce of this very answer.
 * Inline styles stay allowed, because Mantine and what locks scrolling under a dialog write them; they run nothing, and
 * no address that they could name is allowed.
 */
function pageCsp(e: Env, nonce: string): string {
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
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** Headers of every answer of the web server. `nonce` must be new for each. */
export function securityHeaders(e: Env, nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': pageCsp(e, nonce),
    'X-Frame-Options': 'DENY',
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
