import { createHash } from 'node:crypto';
import { appsOrigin, type Env, env } from '#lib/env.ts';

/** Where the browser finds running apps. */
export interface AppOrigins {
  /** Whether each app has a host of its own. */
  readonly separate: boolean;
  /** What the pages may frame, as a source of a content security policy. */
  readonly frames: string;
  /** The origin of one app, e.g. `https://a1b2….apps.example.com`. */
  of(appId: string): string;
}

const LABEL_LENGTH = 32;

/** A host name of its own for an app: the same every time, and nothing that tells its id. */
const labelOf = (appId: string): string => createHash('sha256').update(`app host ${appId}`).digest('hex').slice(0, LABEL_LENGTH);

/** One host for each app below `GLASSWORKS_APPS_WILDCARD`, where that is set; else the apps origin for all of them. */
export function appOrigins(e: Env = env()): AppOrigins {
  const wildcard = e.GLASSWORKS_APPS_WILDCARD;
  if (wildcard === undefined) {
    const shared = appsOrigin(e);
    return { separate: false, frames: shared, of: () => shared };
  }
  const [scheme, host] = wildcard.includes('://') ? wildcard.split('://') : ['https', wildcard];
  return { separate: true, frames: `${scheme}://*.${host}`, of: (appId) => `${scheme}://${labelOf(appId)}.${host}` };
}
