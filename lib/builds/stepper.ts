import type { BuildStep } from '#lib/contracts/build-event.ts';
import type { BuildContext } from './context.ts';
import type { Emitter } from './emitter.ts';
import { moveTo } from './lifecycle.ts';
import { observedStep } from './observe.ts';
import { BuildStopped } from './stop.ts';

/**
 * The function that runs a step: says that it starts, runs it, says how it ended and how long it took. A step that
 * comes again (after a fix) adds to its time. Steps may overlap.
 */
export function createStepper(
  buildId: string,
  workerId: string,
  emitter: Emitter,
  signal: AbortSignal,
): Pick<BuildContext, 'step' | 'addTime'> {
  const timings: Record<string, number> = {};
  const addTime = (name: string, ms: number) => {
    timings[name] = (timings[name] ?? 0) + Math.round(ms);
  };
  const step = async <T>(name: BuildStep, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const started = performance.now();
    emitter.emit({ kind: 'step', name, status: 'started' });
    const moved = moveTo(buildId, workerId, { step: name });
    moved.catch(() => undefined); // heard below, when the step's work is done
    const ms = () => Math.round(performance.now() - started);
    try {
      const result = await observedStep(name, work);
      if (!(await moved)) throw new BuildStopped('lost');
      addTime(name, ms());
      emitter.emit({ kind: 'step', name, status: 'finished', ms: ms() });
      return result;
    } catch (error) {
      await moved.catch(() => false); // the step's own error is the one that counts
      emitter.emit({ kind: 'step', name, status: 'failed', ms: ms() });
      throw error;
    } finally {
      await moveTo(buildId, workerId, { timings: { ...timings } }).catch(() => false); // times are a courtesy
    }
  };
  return { step, addTime };
}
