import { ProjectSource, type ProjectTest, WarehouseConfig } from '#lib/contracts/project.ts';
import { db } from '#lib/db/client.ts';
import { toError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { decrypt } from '#lib/secrets.ts';
import { loadSemanticModel } from '#lib/semantic/load.ts';
import { openWarehouse } from '#lib/warehouse/open.ts';
import { projectFolder } from './checkout.ts';
import { findProject } from './projects.ts';
import { warehouseRoots } from './roots.ts';

const TEST_TIMEOUT_MS = 20_000;

type Step = ProjectTest['steps'][number];

/** Tries a project's parts one after another: files, model, connection. What comes after a failure is skipped. */
export async function testProject(actor: Actor, projectId: string): Promise<ProjectTest> {
  await findProject(actor, projectId);
  const row = await db().project.findUniqueOrThrow({ where: { id: projectId }, omit: { warehouseSecret: false } });
  const source = ProjectSource.parse(row.source);
  const config = WarehouseConfig.parse(row.warehouse);
  const steps: Step[] = [];
  const attempt = async <T>(name: string, work: () => Promise<{ value: T; message: string }>): Promise<T | null> => {
    const started = performance.now();
    const ms = () => Math.round(performance.now() - started);
    if (steps.some((step) => step.status === 'failed')) {
      steps.push({ name, status: 'skipped', ms: 0 });
      return null;
    }
    try {
      const { value, message } = await work();
      steps.push({ name, status: 'ok', ms: ms(), message });
      return value;
    } catch (error) {
      steps.push({ name, status: 'failed', ms: ms(), message: toError(error).message });
      return null;
    }
  };

  const folder = await attempt('files', async () => ({ value: await projectFolder(projectId, source), message: 'The files are there.' }));
  await attempt('model', async () => {
    const model = await loadSemanticModel(folder ?? '', {});
    return { value: model, message: `${model.explores.length} explores, ${model.issues.length} problems.` };
  });
  await attempt('warehouse', async () => {
    const secret = row.warehouseSecret === null ? null : decrypt(row.warehouseSecret);
    const warehouse = await openWarehouse(config, { projectFolder: folder ?? '', secret, allowedRoots: warehouseRoots() });
    try {
      await warehouse.test(AbortSignal.timeout(TEST_TIMEOUT_MS));
      return { value: true, message: 'The warehouse answers.' };
    } finally {
      await warehouse.close();
    }
  });
  return { ok: steps.every((step) => step.status === 'ok'), steps };
}
