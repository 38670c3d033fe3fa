import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface S3Emulator {
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  close(): Promise<void>;
}

const START_MS = 20_000;

/** Starts an S3 server on a free port, with one empty bucket, that checks SigV4 signatures. */
export async function startS3Emulator(bucket = 'glassworks-test'): Promise<S3Emulator> {
  const directory = await mkdtemp(join(tmpdir(), 'glassworks-s3-'));
  const script = fileURLToPath(new URL('./server.ts', import.meta.url));
  const child = spawn(process.execPath, ['--openssl-legacy-provider', script, directory, bucket], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const exited = once(child, 'exit');
  const ready = once(lines, 'line', { signal: AbortSignal.timeout(START_MS) });
  const [line] = await Promise.race([
    ready,
    exited.then(([code]) => {
      throw new Error(`the S3 server ended at its start with ${code}`);
    }),
  ]);
  return {
    endpoint: `http://127.0.0.1:${String(line).replace('READY ', '')}`,
    bucket,
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    async close() {
      child.kill('SIGKILL');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
