import { SWITCHED_OFF } from '#lib/apps/switch.ts';
import { livingProcesses } from '#lib/beat.ts';
import type { Features, Missing } from '#lib/contracts/health.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { modelStatus } from '#lib/models/choose-model.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { holdsSome } from '#lib/permissions/scopes.ts';
import { store } from '#lib/storage/store.ts';

/** What this actor may do here; where something is off, everything that is missing and the first reason in words. */
export async function readFeatures(actor: Actor): Promise<Features> {
  const missing = [switchOff(), withoutPermission(actor), withoutStorage(), withoutModel(), await withoutSandbox()].filter(
    (one) => one !== null,
  );
  const [first] = missing;
  return {
    dataApps: first ? { enabled: false, reason: first.reason, missing: missing.map(({ what }) => what) } : { enabled: true },
    writeback: { enabled: false, reason: 'AI writeback is not part of this version.' },
    scopes: [...actor.scopes],
  };
}

interface Lack {
  readonly what: Missing;
  readonly reason: string;
}

const switchOff = (): Lack | null => (env().APPS_RUNTIME_ENABLED === false ? { what: 'switch', reason: SWITCHED_OFF } : null);

function withoutPermission({ scopes }: Actor): Lack | null {
  if (holdsSome(scopes, 'create:DataApp')) return null;
  return { what: 'permission', reason: 'You may open apps but not make them: the permission create:DataApp is missing.' };
}

/** Whether a store is set up; whether it answers is the health report's business. */
function withoutStorage(): Lack | null {
  try {
    store();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { what: 'storage', reason: error.message };
  }
}

function withoutModel(): Lack | null {
  const model = modelStatus();
  return model.status === 'down' ? { what: 'model', reason: model.message ?? 'No model is configured.' } : null;
}

async function withoutSandbox(): Promise<Lack | null> {
  const worker = (await livingProcesses()).find((item) => item.kind === 'worker');
  const sandbox = worker?.info.sandbox as { ok?: boolean; message?: string } | undefined;
  return sandbox?.ok === false ? { what: 'sandbox', reason: sandbox.message ?? 'No sandbox can be made on this machine.' } : null;
}
