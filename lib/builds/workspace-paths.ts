/** Where things are inside a data-app sandbox. The image and the agent's instructions name the same places. */
export const IMAGE_DIR = '/opt/glassworks/data-app';
export const NODE = '/opt/glassworks/bin/node';
export const APP_DIR = '/workspace/app';
export const SOURCE_DIR = '/workspace/app/src';
export const CATALOG_DIR = '/workspace/catalog';
/** Made anew for each check: locked template files, and the agent's `src/`. */
export const BUILD_DIR = '/workspace/.build';
