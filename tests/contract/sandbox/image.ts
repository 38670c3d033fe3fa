import { chmodSync, copyFileSync, linkSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleGuestAgent } from '../../../sandboxes/guest-agent/build.ts';

/** The least that a sandbox needs: Node and the guest agent. */
export async function makeTestImage(dir: string): Promise<string> {
  mkdirSync(join(dir, 'bin'), { recursive: true });
  const node = resolve(`node_modules/node-linux-${process.arch}/bin/node`);
  try {
    linkSync(node, join(dir, 'bin/node'));
  } catch {
    copyFileSync(node, join(dir, 'bin/node')); // another file system
  }
  await bundleGuestAgent(join(dir, 'guest-agent.mjs'));
  for (const path of [dir, join(dir, 'bin')]) chmodSync(path, 0o755);
  chmodSync(join(dir, 'guest-agent.mjs'), 0o644);
  return dir;
}
