import { ensureWebBuild } from '../../scripts/lib/web-build.ts';
import { dataAppImage } from '../setup/data-app-image.ts';

/** What every start needs and only the first one has to make: no start of a test waits for it. */
export default async function prepare(): Promise<void> {
  await Promise.all([ensureWebBuild(), dataAppImage()]);
}
