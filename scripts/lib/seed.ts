import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { samples } from '../../examples/samples.ts';
import { ensureFirstAdmin } from '../../lib/auth/first-admin.ts';
import { db } from '../../lib/db/client.ts';
import { samplesDir } from '../../lib/paths.ts';
import { createProject } from '../../lib/projects/projects.ts';
import { step } from './progress.ts';

/** First start: the sample project with its data, and the first admin. Later: only what is missing. */
export async function seed(): Promise<{ email: string; link: string } | null> {
  await ensureSample();
  return ensureFirstAdmin();
}

async function ensureSample(): Promise<void> {
  const sample = samples[0];
  const file = join(samplesDir(), sample.warehouseFile);
  if (!existsSync(file)) {
    await step(`Making the sample data (${sample.name})`, async () => {
      mkdirSync(samplesDir(), { recursive: true });
      await sample.generate(file);
    });
  }
  if ((await db().project.count()) > 0) return;
  await step(`Loading the project ${sample.name}`, () =>
    createProject('system', {
      name: sample.name,
      source: { kind: 'folder', path: sample.folder },
      warehouse: { kind: 'duckdb', path: file },
    }),
  );
}
