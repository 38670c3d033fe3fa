import { SWITCHED_OFF } from '#lib/apps/switch.ts';
import { livingProcesses } from '#lib/beat.ts';
import type { Features } from '#lib/contracts/health.ts';
import { env } from '#lib/env.ts';
import { modelStatus } from '#lib/models/choose-model.ts';
import type { Actor } from '#lib/permissions/actor.ts';

/** What this actor may do here; where something is off, the first reason why. */
export async function readFeatures(actor: Actor): Promise<Features> {
  const reason = await whyNoDataApps(actor);
  return {
    dataApps: reason === null ? { enabled: true } : { enabled: false, reason },
    writeback: { enabled: false, reason: 'AI writeback is not part of this version.' },
    scopes: [...actor.scopes],
  };
}

async function whyNoDataApps(actor: Actor): Promise<string | null> {
  if (env().APPS_RUNTIME_ENABLED === false) return SWITCHED_OFF;
  if (!actor.scopes.has('create:DataApp')) return 'You may open apps but not make them: the permission create:DataApp is missing.';
  const model = modelStatus();
  if (model.status === 'down') return model.message ?? 'No model is configured.';
  const worker = (await livingProcesses()).find((item) => item.kind === 'worker');
  const sandbox = worker?.info.sandbox as { ok?: boolean; message?: string } | undefined;
  if (sandbox?.ok === false) return sandbox.message ?? 'No sandbox can be made on this machine.';
  return null;
}
