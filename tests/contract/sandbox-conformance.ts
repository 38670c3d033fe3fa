import { afterAll, beforeAll, describe } from 'vitest';
import type { SandboxProvider } from '#lib/sandbox/contract.ts';
import { describeExec } from './sandbox/exec.ts';
import { describeFiles } from './sandbox/files.ts';
import { describeIsolation } from './sandbox/isolation.ts';
import { describeLifecycle } from './sandbox/lifecycle.ts';
import { describeLimits } from './sandbox/limits.ts';
import { type Made, makeSandbox, soon, type World } from './sandbox/world.ts';

/** What every provider must pass. A test is left out only when a capability says so, and then it shows. */
export function describeSandboxProvider(name: string, makeProvider: () => Promise<SandboxProvider>): void {
  describe(`sandbox provider ${name}`, () => {
    let provider: SandboxProvider;
    let shared: Made;
    const all: Made[] = [];
    const world: World = {
      provider: () => provider,
      shared: () => shared,
      make: async (limits) => {
        const made = await makeSandbox(provider, limits);
        all.push(made);
        return made;
      },
    };

    beforeAll(async () => {
      provider = await makeProvider();
      shared = await world.make();
    });
    afterAll(async () => {
      for (const { ref } of all) await provider.destroy(ref, soon());
    });

    describeLifecycle(world);
    describeExec(world);
    describeFiles(world);
    describeIsolation(world);
    describeLimits(world);
  });
}
