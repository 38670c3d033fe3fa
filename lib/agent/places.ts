/** Where things are inside a data-app sandbox. */
export const IMAGE_DIR = '/opt/glassworks';
export const TEMPLATE_DIR = `${IMAGE_DIR}/data-app/template`;
export const NODE_MODULES = `${IMAGE_DIR}/data-app/node_modules`;
export const INSTRUCTIONS = `${IMAGE_DIR}/data-app/instructions.md`;
export const APP_DIR = '/workspace/app';
export const CATALOG_DIR = '/workspace/catalog';
/** Claude Code's own folder: transcripts, caches, settings. */
export const CONFIG_DIR = '/workspace/.agent';
export const HOME_DIR = '/workspace/.home';
export const GATEWAY_URL = 'http://127.0.0.1:8318';
export const PATH = `${IMAGE_DIR}/bin:/usr/local/bin:/usr/bin:/bin`;

/** Where Claude Code keeps a conversation that was held in `APP_DIR`. */
export function transcriptPath(sessionId: string): string {
  return `${CONFIG_DIR}/projects/${APP_DIR.replaceAll('/', '-')}/${sessionId}.jsonl`;
}
