import type { TestResult, TestStep } from '#lib/contracts/settings.ts';
import { toError } from '#lib/errors.ts';

/** The steps of a trial, one after the other; once one fails, the others are skipped. */
export function createTrial() {
  const steps: TestStep[] = [];
  let failed = false;
  return {
    /** @param work what it answers is told, if anything; a throw fails the step */
    async step(name: string, work: () => Promise<string | undefined>): Promise<void> {
      if (failed) {
        steps.push({ name, status: 'skipped', ms: 0 });
        return;
      }
      const started = performance.now();
      const ms = () => Math.round(performance.now() - started);
      try {
        const message = await work();
        steps.push({ name, status: 'ok', ms: ms(), ...(message ? { message } : {}) });
      } catch (error) {
        failed = true;
        steps.push({ name, status: 'failed', ms: ms(), message: toError(error).message });
      }
    },
    result: (): TestResult => ({ ok: !failed, steps }),
  };
}
