/** Where generated code runs and who may show it. Both are origins without a path, e.g. `https://apps.example.com`. */
export interface Origins {
  readonly apps: string;
  readonly web: string;
  /** Whoever may show our pages is around the apps in them, too. */
  readonly embedders?: readonly string[];
}

/** The `sandbox` attribute of every iframe that holds generated code: no same-origin, popups, forms or top navigation. */
export const APP_SANDBOX = 'allow-scripts';

/** What generated code may do. It has no way to any server: data comes over the message bridge, files from `base`. */
function appCsp({ web, embedders = [] }: Origins, base: string): string {
  return [
    `default-src 'none'`,
    `script-src ${base}`,
    `style-src ${base} 'unsafe-inline'`,
    `img-src ${base} data: blob:`,
    `font-src ${base} data:`,
    `connect-src 'none'`,
    `form-action 'none'`,
    `base-uri 'none'`,
    `frame-ancestors ${[web, ...embedders].join(' ')}`,
    `sandbox ${APP_SANDBOX}`,
  ].join('; ');
}

/**
 * The page around the iframe must send this too: an app may navigate its own frame, and only the embedder's `frame-src`
 * stops it from carrying data away in an address.
 */
export const hostFrameSrc = ({ apps }: Pick<Origins, 'apps'>): string => `frame-src ${apps}`;

/** What no app may use, and hardly a page. */
export const DENIED_FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'compute-pressure',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

/**
 * Headers of every file of an app, on the apps origin and in the browser that verifies it.
 * @param base the address below which the app's own files lie: all that it may load, so not even what another app with
 * the same origin serves; by default the whole apps origin
 */
export function appHeaders(origins: Origins, base: string = origins.apps): Record<string, string> {
  return {
    'content-security-policy': appCsp(origins, base),
    'permissions-policy': DENIED_FEATURES.map((feature) => `${feature}=()`).join(', '),
    // Module scripts of an opaque origin are fetched with CORS; what lets one in is the token in the path.
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    // What a CSP does not stop: WebRTC, preconnect and DNS prefetch. Chromium knows it, other browsers pass over it.
    'connection-allowlist': '(response-origin)',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-robots-tag': 'noindex, nofollow',
    'referrer-policy': 'no-referrer',
  };
}
