import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { CreateOptions, Limits, SandboxProvider } from '../../contract.ts';
import { SandboxError } from '../../errors.ts';
import { createGuest } from '../../guest-client.ts';
import { type Cgroups, detectCgroups } from './cgroups.ts';
import { INNER_PATH, LISTEN_FD, launchPlan, MODEL_PORT } from './command.ts';
import { bootId, endSandbox, isRunning, startTimeOf } from './identity.ts';
import { type Launched, launch } from './launch.ts';
import { createLayout, type Layout } from './layout.ts';
import { listenFor } from './listen.ts';
import { LocalRef } from './ref.ts';
import { unixFetch } from './unix-fetch.ts';

const READY_MS = 15_000;
const ENDING_MS = 1_000;
/** Sandboxes that only try whether one can be made: another worker's sweeper must not take them for orphans. */
const CHECK_PREFIX = 'check_';
const UNFINISHED_MS = 60_000;
const CHECK_LIMITS: Limits = { memory: 512 * 1024 * 1024, cpus: 1, processes: 64, disk: 16 * 1024 * 1024 };

export interface LocalSettings {
  readonly dataDir: string;
  /** The sandbox image: a folder with bin/node and guest-agent.mjs. */
  readonly imageDir: string;
}

interface Parts {
  readonly settings: LocalSettings;
  readonly layout: Layout;
  readonly cgroups: Cgroups;
}

/** Waits for the guest agent's first answer. When it ended instead, its own words are the better reason. */
async function ready(launched: Launched, options: CreateOptions, socket: string): Promise<void> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(READY_MS)]);
  try {
    await createGuest(unixFetch(socket), options.token).health(signal);
  } catch (error) {
    const ended = await Promise.race([launched.ended.then(() => true), delay(ENDING_MS, false)]);
    if (!ended) throw error;
    throw new SandboxError('unavailable', `The sandbox ended while it started: ${launched.complaint()}`, error);
  }
}

async function start({ settings, layout, cgroups }: Parts, options: CreateOptions, uid: number | null): Promise<LocalRef> {
  const { id, limits, token } = options;
  const socket = layout.socket(id);
  const listening = await listenFor(socket);
  let launched: Launched | undefined;
  try {
    const sources = { image: resolve(settings.imageDir), etc: layout.etc, model: layout.model };
    const plan = launchPlan(sources, limits, { uid, cgroups: cgroups.make(id, limits), limitData: !cgroups.has.has('memory') });
    launched = await launch(plan, listening.fd);
    const startTime = startTimeOf(launched.pid);
    if (startTime === null) throw new SandboxError('unavailable', `The sandbox ended at once: ${launched.complaint()}`);
    const ref: LocalRef = { provider: 'local', id, pid: launched.pid, startTime, bootId: bootId(), uid };
    // Written before the guest agent gets to work: a sandbox that nobody knows of ends by itself when we die.
    layout.writeRef(ref);
    await listening.close();
    const forward = { port: MODEL_PORT, socket: '/run/glassworks-model/gateway.sock' };
    launched.configure({ token, listen: { fd: LISTEN_FD }, root: '/workspace', home: '/workspace/.home', path: INNER_PATH, forward });
    await ready(launched, options, socket);
    return ref;
  } catch (error) {
    launched?.kill();
    throw error;
  } finally {
    await listening.close();
    launched?.detach();
  }
}

async function create(parts: Parts, options: CreateOptions): Promise<LocalRef> {
  const { layout, cgroups, settings } = parts;
  options.signal.throwIfAborted();
  for (const file of ['bin/node', 'guest-agent.mjs']) {
    if (!existsSync(join(settings.imageDir, file))) {
      throw new SandboxError('unavailable', `The sandbox image at ${settings.imageDir} lacks ${file}. \`npm run setup\` makes it.`);
    }
  }
  layout.claimId(options.id);
  const uid = process.getuid?.() === 0 ? layout.claimUid(options.id) : null;
  try {
    return await start(parts, options, uid);
  } catch (error) {
    const ref = layout.readRef(options.id);
    if (ref) await endSandbox(ref);
    await cgroups.remove(options.id);
    layout.release(options.id, uid);
    throw error;
  }
}

/** A later sandbox may have the same id: only what is this ref's own is removed. */
async function destroy({ layout, cgroups }: Parts, ref: LocalRef): Promise<void> {
  await endSandbox(ref);
  const current = layout.readRef(ref.id);
  if (current && (current.pid !== ref.pid || current.startTime !== ref.startTime || current.bootId !== ref.bootId)) return;
  if (!current) return;
  await cgroups.remove(ref.id);
  layout.release(ref.id, ref.uid);
}

/** All sandboxes of this data folder. A creation that a crash cut short is cleaned up on the way. */
async function list({ layout, cgroups }: Parts): Promise<{ id: string; ref: LocalRef }[]> {
  const found = layout.list();
  layout.freeStrayUids(new Set(found.map(({ id }) => id)));
  const known: { id: string; ref: LocalRef }[] = [];
  for (const { id, ref, ageMs } of found) {
    if (id.startsWith(CHECK_PREFIX) && ageMs < UNFINISHED_MS) continue;
    if (ref) known.push({ id, ref });
    else if (ageMs > UNFINISHED_MS) {
      await cgroups.remove(id);
      layout.release(id, null);
    }
  }
  return known;
}

/** Sandboxes on this machine: bubblewrap, with namespaces of their own, no network, and limits where the machine allows them. */
export function createLocalProvider(settings: LocalSettings): SandboxProvider {
  const cgroups = detectCgroups();
  const parts: Parts = { settings, layout: createLayout(settings.dataDir), cgroups };
  const { has } = cgroups;
  const provider: SandboxProvider = {
    name: 'local',
    // The process limit and the disk limit hold without cgroups too: a user's rlimit, and the size of the tmpfs.
    capabilities: {
      suspend: 'none',
      fork: false,
      limits: { memory: has.has('memory'), cpu: has.has('cpu'), processes: true, disk: true },
      isolation: 'process',
    },
    refSchema: LocalRef,
    create: (options) => create(parts, options),
    guest: (ref) => unixFetch(parts.layout.socket(ref.id)),
    alive: async (ref) => isRunning(ref),
    destroy: (ref) => destroy(parts, ref),
    list: () => list(parts),
    check: async (signal) => {
      if (process.platform !== 'linux')
        return { ok: false, message: 'Local sandboxes need Linux. On this machine apps can be shown but not built.' };
      try {
        const ref = await create(parts, {
          id: newId('sbx').replace('sbx_', CHECK_PREFIX),
          purpose: 'data-app',
          token: newId('tok'),
          limits: CHECK_LIMITS,
          signal,
        });
        await destroy(parts, ref);
        const missing = (['memory', 'cpu'] as const).filter((name) => !has.has(name));
        const note = missing.length > 0 ? ` This machine allows no cgroup limits for ${missing.join(' and ')}; rlimits are used.` : '';
        return { ok: true, message: `Sandboxes run on this machine with bubblewrap.${note}` };
      } catch (error) {
        return { ok: false, message: toError(error).message };
      }
    },
  };
  return provider;
}
