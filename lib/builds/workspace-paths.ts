import { APP_DIR, IMAGE_DIR } from '#lib/agent/places.ts';

export const NODE = `${IMAGE_DIR}/bin/node`;
export const TOOLCHAIN_DIR = `${IMAGE_DIR}/data-app`;
export const SOURCE_DIR = `${APP_DIR}/src`;
/** A folder below it for each compilation: locked template files, and the agent's `src/`. */
export const BUILD_DIR = '/workspace/.build';
