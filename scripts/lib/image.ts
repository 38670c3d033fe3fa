import { step } from './progress.ts';
import { ensureDataAppImage } from './sandbox-image.ts';

/** The image that sandboxes are made of. Without it everything but building works, and the summary says why. */
export async function ensureImage(dataDir: string): Promise<{ dir: string | null; problems: string[] }> {
  if (process.platform !== 'linux') return { dir: null, problems: [] };
  try {
    const image = await step('Preparing the sandbox image', (report) =>
      ensureDataAppImage({ dataDir, onProgress: report, signal: AbortSignal.timeout(10 * 60_000) }),
    );
    return { dir: image.dir, problems: [] };
  } catch (error) {
    return { dir: null, problems: [`The sandbox image could not be made: ${error instanceof Error ? error.message : String(error)}`] };
  }
}
