import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Bundles the guest agent into one file that needs nothing but Node. */
export async function bundleGuestAgent(outFile: string): Promise<void> {
  await build({
    input: resolve(HERE, 'main.ts'),
    platform: 'node',
    logLevel: 'warn',
    output: { file: resolve(outFile), format: 'esm', minify: true, codeSplitting: false },
  });
}

if (import.meta.main) await bundleGuestAgent(process.argv[2] ?? resolve(HERE, 'dist/guest-agent.mjs'));
