import type { TestResult } from '#lib/contracts/settings.ts';
import type { Env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { modelProvider } from '#lib/models/choose-provider.ts';
import { reachOfSetting } from '#lib/net/reach.ts';
import { createTrial } from './steps.ts';

const PROBE_MS = 10_000;
const CALL_MS = 30_000;

/** Tries a model provider with the smallest call there is. */
export async function tryModel(source: Env): Promise<TestResult> {
  const trial = createTrial();
  const provider = modelProvider(source, {}, reachOfSetting);
  await trial.step('settings', async () => {
    if (provider.problem) throw new AppError('unprocessable', provider.problem);
    return provider.name === 'demo'
      ? `${provider.label}: apps are made from patterns. Enter a key to use Claude.`
      : `${provider.label}, ${provider.defaultModel}.`;
  });
  await trial.step('reach', async () => {
    const { status, message } = await provider.probe(AbortSignal.timeout(PROBE_MS));
    if (status === 'down') throw new AppError('unavailable', message);
    return message;
  });
  await trial.step('call', async () => {
    const { ok, message } = await provider.check(AbortSignal.timeout(CALL_MS));
    if (!ok) throw new AppError('unavailable', message);
    return message;
  });
  return trial.result();
}
