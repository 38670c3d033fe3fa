import { resolve } from 'node:path';
import { type DataAppImage, ensureDataAppImage } from '../../scripts/lib/sandbox-image.ts';

/** The real image of data-app sandboxes, made once and shared by all tests. The first time downloads the agent. */
export function dataAppImage(): Promise<DataAppImage> {
  return ensureDataAppImage({ dataDir: resolve(import.meta.dirname, '../../.glassworks-tests'), signal: AbortSignal.timeout(10 * 60_000) });
}
